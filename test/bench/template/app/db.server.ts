import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "virtual:template-prisma";

const adapter = new PrismaPg(
  {
    connectionString: process.env["DATABASE_URL"] ?? "",
    max: Number(process.env["DATABASE_POOL"]),
  },
  { schema: "peer" },
);

export const db = new PrismaClient({ adapter });
