import { Redis } from "ioredis";
import pg from "pg";
import { queuePool } from "#app/adapters/db/client.server.ts";
import { type QueueBackend, queueBackend } from "#app/adapters/queue/backend.server.ts";

/** Where this run keeps its jobs: `npm test` runs the integration tests once with and once without Redis. */
export interface QueueHome {
  /** "" on PostgreSQL */
  redisUrl: string;
  open(): QueueBackend;
  /** Everything is gone, as after FLUSHALL or a restored backup: jobs, schedules, all. */
  lose(): Promise<void>;
  /** All connections of everybody break, as with a restart in front of the queue. */
  cutConnections(): Promise<void>;
}

/** @param redisDatabase a number that no other test file uses: files run side by side */
export function queueHome(
  database: { appUrl: string; ownerUrl: string },
  redisDatabase: number,
): QueueHome {
  const { REDIS_URL } = process.env;
  return REDIS_URL
    ? onRedis(new URL(`/${redisDatabase}`, REDIS_URL).href)
    : onPostgres(database.appUrl, database.ownerUrl);
}

function onRedis(redisUrl: string): QueueHome {
  const ask = async (run: (redis: Redis) => Promise<unknown>) => {
    const redis = new Redis(redisUrl);
    await run(redis);
    redis.disconnect();
  };
  return {
    redisUrl,
    open: () => queueBackend({ redisUrl }),
    lose: () => ask((redis) => redis.flushdb()),
    cutConnections: () => ask((redis) => redis.client("KILL", "TYPE", "normal", "SKIPME", "yes")),
  };
}

const EMPTY = `do $$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%' loop
    execute format('delete from bullmq.%I', t);
  end loop;
end $$`;
const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

function onPostgres(appUrl: string, ownerUrl: string): QueueHome {
  const ask = async (statement: string) => {
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(statement);
    await owner.end();
  };
  return {
    redisUrl: "",
    open: () =>
      queueBackend({ pool: queuePool({ url: appUrl, poolSize: 12, onError: () => undefined }) }),
    lose: () => ask(EMPTY),
    cutConnections: () => ask(CUT),
  };
}
