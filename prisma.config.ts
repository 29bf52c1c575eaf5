import { PrismaPg } from "@prisma/adapter-pg";
import { defineConfig } from "prisma/config";

/**
 * The adapter splits a migration at every ";", which cuts functions and comments in two. PostgreSQL
 * takes the whole file as one simple query, and runs it as one transaction.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const connection = await super.connect();
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  }
}

// The "js" engine runs migrations over node-postgres: no engine binary has to be downloaded.
// Only the Prisma command line reads this file, which is why it may read the environment itself.
export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  adapter: async () =>
    new WholeScripts({
      connectionString: process.env["DATABASE_URL"] ?? "",
      allowExitOnIdle: true,
    }),
});
