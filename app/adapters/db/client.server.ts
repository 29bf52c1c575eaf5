import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "#app/generated/prisma/client.ts";
import type { Db } from "#app/ports/db.ts";
import { crossShop } from "./cross-shop.server.ts";
import { withRetries } from "./retry.server.ts";

export type Tx = Prisma.TransactionClient;

/** `options: -c role=…`: whoever logs in, the process works as the role that row-level security binds. */
export function appPool(url: string, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: "-c role=beckon_app",
    application_name: "beckon",
    connectionTimeoutMillis: 10_000,
  });
  pool.on("error", onError); // an idle connection broke: the pool replaces it
  return pool;
}

/** Opens the database as the app's role. */
export function openDb(options: {
  url: string;
  poolSize: number;
  onError: (error: Error) => void;
}): Db & { pool: pg.Pool } {
  const pool = appPool(options.url, options.poolSize, options.onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    crossShop: crossShop(pool),
    inShop: (shopId, work) =>
      withRetries(() =>
        prisma.$transaction(
          async (tx) => {
            await tx.$executeRaw`select set_config('app.shop', ${shopId}, true)`;
            return work(tx);
          },
          { timeout: 30_000, maxWait: 10_000 },
        ),
      ),
    ping: async () => {
      await pool.query("select 1");
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
