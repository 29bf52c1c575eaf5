import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { type Prisma, PrismaClient } from "#app/generated/prisma/client.ts";
import type { Db } from "#app/ports/db.ts";
import { crossShop } from "./cross-shop.server.ts";
import { WatchedPool, withRawStatements } from "./raw-tx.server.ts";
import { withRetries } from "./retry.server.ts";
import { snapshots } from "./snapshot.server.ts";

export type Tx = Prisma.TransactionClient;

export interface PoolOptions {
  url: string;
  poolSize: number;
  onError: (error: Error) => void;
}

/** `-c role=…`: whoever logs in, the process works as the role that row-level security binds. */
function appPool({ url, poolSize, onError }: PoolOptions, options = ""): pg.Pool {
  const pool = new WatchedPool({
    connectionString: url,
    max: poolSize,
    options: `-c role=beckon_app${options}`,
    application_name: "beckon",
    connectionTimeoutMillis: 10_000,
  });
  pool.on("error", onError); // an idle connection broke: the pool replaces it
  return pool;
}

/** Connections for the job queue, whose tables and functions lie in a schema of their own. */
export function queuePool(options: PoolOptions): pg.Pool {
  return appPool(options, " -c search_path=bullmq");
}

/** Opens the database as the app's role. */
export function openDb(options: PoolOptions): Db & { pool: pg.Pool } {
  const pool = appPool(options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    crossShop: crossShop(pool),
    inShop: (shopId, work) =>
      withRetries(() =>
        withRawStatements(
          (begin) => prisma.$transaction(begin, { timeout: 30_000, maxWait: 10_000 }),
          async (tx) => {
            await tx.$executeRaw`select set_config('app.shop', ${shopId}, true)`;
            return work(tx);
          },
        ),
      ),
    snapshot: snapshots(pool),
    ping: async () => {
      await pool.query("select 1");
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
