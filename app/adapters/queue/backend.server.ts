import { createPostgresBackend, isPgPool, type Job, Queue, Worker, withBackend } from "bullmq";
import { Redis } from "ioredis";
import type pg from "pg";
import type { QueueName } from "#app/ports/jobs.ts";

/** Where BullMQ keeps its jobs: the app's PostgreSQL, or Redis/Valkey once throughput asks for it. */
export type QueueHome = { redisUrl: string } | { pool: pg.Pool }; // the pool is the queue's own: closed with it

type QueueMethods =
  "add" | "upsertJobScheduler" | "getJobScheduler" | "getJobCounts" | "obliterate" | "close";

/** What we use of BullMQ's queue, the same on both backends. */
export interface OpenQueue extends Pick<Queue, QueueMethods> {
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface OpenWorker {
  on(event: "failed", listener: (job: Job | undefined, error: Error) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

type Run = (job: Job) => Promise<void>;

export interface QueueBackend {
  openQueue(name: QueueName): OpenQueue;
  openWorker(name: QueueName, run: Run, concurrency: number): OpenWorker;
  close(): Promise<void>;
}

const onPostgres = withBackend(createPostgresBackend);

/**
 * A killed worker's jobs are taken up again within these, not within BullMQ's half a minute each: until
 * then its number sends nothing. A worker too busy to renew a lock in time has a job run twice, which
 * harms nobody: rows are claimed, the queue only wakes.
 */
const STALLS = { lockDuration: 4_000, stalledInterval: 1_500, maxStalledCount: 3 };

function postgresBackend(pool: pg.Pool): QueueBackend {
  if (!isPgPool(pool)) throw new Error("The queue needs a node-postgres pool");
  return {
    openQueue: (name) => new onPostgres.Queue(name, { connection: pool }),
    openWorker: (name, run, concurrency) =>
      new onPostgres.Worker(name, run, { connection: pool, concurrency, ...STALLS }),
    close: () => pool.end(),
  };
}

function redisBackend(url: string): QueueBackend {
  // Producers answer at once when Redis is away (the sweep finds the row again); workers wait for it.
  const forQueues = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  const forWorkers = new Redis(url, { maxRetriesPerRequest: null });
  forQueues.on("error", () => undefined); // each call reports its own failure
  forWorkers.on("error", () => undefined);
  return {
    openQueue: (name) => new Queue(name, { connection: forQueues }),
    openWorker: (name, run, concurrency) =>
      new Worker(name, run, { connection: forWorkers, concurrency, ...STALLS }),
    close: async () => {
      forQueues.disconnect();
      forWorkers.disconnect();
    },
  };
}

export function queueBackend(home: QueueHome): QueueBackend {
  return "redisUrl" in home ? redisBackend(home.redisUrl) : postgresBackend(home.pool);
}
