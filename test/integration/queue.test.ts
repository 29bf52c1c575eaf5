import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { openLog } from "#app/adapters/log/log.server.ts";
import { type QueueBackend, queueBackend } from "#app/adapters/queue/backend.server.ts";
import { openProducer, type Producer } from "#app/adapters/queue/jobs.server.ts";
import { registerSchedules } from "#app/adapters/queue/schedules.server.ts";
import { handle, type JobHandler, startWorkers } from "#app/adapters/queue/workers.server.ts";
import { defineJob, type JobDefinition } from "#app/ports/jobs.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/postgres.ts";
import { type QueueHome, queueHome } from "#test/support/queue-home.ts";
import { startRedis } from "#test/support/redis.ts";

const REDIS_URL = process.env.REDIS_URL ?? "";
const log = openLog({ level: "silent", part: "test" });

const job = defineJob({
  name: "test.work",
  queue: "inbox",
  schema: z.object({ n: z.coerce.number().int() }),
  attempts: 3,
  backoffMs: 100,
});
const other = defineJob({ ...job, name: "test.other", queue: "send" });

let database: TestDatabase;
let home: QueueHome;
let backend: QueueBackend;
let producer: Producer;
let failures: string[] = [];
let workers: ReturnType<typeof startWorkers>[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  home = queueHome(database, 9);
});
afterAll(() => database.drop());

beforeEach(async () => {
  await home.lose();
  backend = home.open();
  producer = openProducer(backend, log);
  failures = [];
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close(5000)));
  await home.lose();
  await producer.close();
  await backend.close();
});

function work(handlers: JobHandler[], concurrency = 2) {
  const onError = (name: string, error: unknown) => {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const started = startWorkers(backend, {
    handlers,
    concurrency: { inbox: concurrency, send: concurrency, batch: concurrency },
    log,
    onError,
  });
  workers.push(started);
  return started;
}

/** A handler that notes what it was given, and what it does beside that. */
function noting(definition: typeof job, run: (n: number) => Promise<void> = async () => undefined) {
  const seen: number[] = [];
  const handler = handle(definition, async ({ n }) => {
    seen.push(n);
    await run(n);
  });
  return { seen, handler };
}

const soon = (check: () => unknown, timeout = 8000) => vi.waitFor(check, { timeout, interval: 20 });

describe(`the queue on ${REDIS_URL ? "Redis" : "PostgreSQL"}`, () => {
  test("hands a job to the handler of its name, on its queue", async () => {
    const [mine, theirs] = [noting(job), noting(other)];
    work([mine.handler, theirs.handler]);
    await producer.enqueue(job, { n: 1 });
    await producer.enqueue(other, { n: 2 });
    await soon(() => expect([mine.seen, theirs.seen]).toEqual([[1], [2]]));
    expect(failures).toEqual([]);
  });

  test("keeps what was added while no worker ran", async () => {
    for (let n = 0; n < 20; n += 1) await producer.enqueue(job, { n });
    const { seen, handler } = noting(job);
    work([handler]);
    await soon(() => expect(seen.toSorted((a, b) => a - b)).toEqual([...Array(20).keys()]));
  });

  test("refuses a payload that does not fit before it leaves", async () => {
    const wrong: JobDefinition = job;
    await expect(producer.enqueue(wrong, { n: "many" })).rejects.toThrow("expected number");
    expect(await producer.queue("inbox").getJobCounts()).toMatchObject({ waiting: 0 });
  });

  test("refuses a payload of another version when it arrives, once and for good", async () => {
    const before = defineJob({ ...job, schema: z.object({ text: z.string() }) });
    const { seen, handler } = noting(job);
    work([handler]);
    await producer.enqueue(before, { text: "old" });
    await soon(() => expect(failures).toHaveLength(1));
    await pause(300);
    expect(failures).toEqual([expect.stringContaining("test.work: payload does not fit")]);
    expect(seen).toEqual([]);
  });

  test("hands what the schema made of the payload, not what lay in the queue", async () => {
    const dated = defineJob({ ...job, schema: z.object({ at: z.coerce.date() }) });
    const seen: unknown[] = [];
    work([handle(dated, ({ at }) => Promise.resolve(void seen.push(at)))]);
    await producer.enqueue(dated, { at: new Date("2026-11-22T10:00:00.123Z") });
    await soon(() => expect(seen).toEqual([new Date("2026-11-22T10:00:00.123Z")]));
  });

  test("fails a job that nobody handles, without trying again", async () => {
    work([]);
    await producer.enqueue(job, { n: 1 });
    await soon(() => expect(failures).toEqual(["test.work: No handler for job test.work"]));
  });

  test("takes the same id once while it waits or runs, and again when it has ended", async () => {
    const gate = Promise.withResolvers<void>();
    const { seen, handler } = noting(job, () => gate.promise);
    for (const n of [1, 2]) await producer.enqueue(job, { n }, { jobId: "same" });
    work([handler]);
    await soon(() => expect(seen).toEqual([1]));
    await producer.enqueue(job, { n: 3 }, { jobId: "same" });
    gate.resolve();
    await pause(300);
    expect(seen).toEqual([1]);
    await producer.enqueue(job, { n: 4 }, { jobId: "same" });
    await soon(() => expect(seen).toEqual([1, 4]));
  });

  test("takes the same id again after it has failed for good: sweeps must find it again", async () => {
    const once = defineJob({ ...job, attempts: 1 });
    const { seen, handler } = noting(once, () => Promise.reject(new Error("no")));
    work([handler]);
    await producer.enqueue(once, { n: 1 }, { jobId: "same" });
    await soon(() => expect(failures).toHaveLength(1));
    await pause(100);
    await producer.enqueue(once, { n: 2 }, { jobId: "same" });
    await soon(() => expect(seen).toEqual([1, 2]));
  });

  test("tries again after a pause that doubles, as often as the job says", async () => {
    const times: number[] = [];
    const { handler } = noting(job, () => {
      times.push(Date.now());
      return Promise.reject(new Error("not yet"));
    });
    work([handler]);
    await producer.enqueue(job, { n: 1 });
    await soon(() => expect(times).toHaveLength(3));
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(90);
    expect(third - second).toBeGreaterThanOrEqual(190);
    await pause(600);
    expect(times).toHaveLength(3);
    expect(failures.every((line) => line === "test.work: not yet")).toBe(true);
  });

  test("goes on after a failure that passes", async () => {
    const { seen, handler } = noting(job, () =>
      seen.length < 2 ? Promise.reject(new Error("once")) : Promise.resolve(),
    );
    work([handler]);
    await producer.enqueue(job, { n: 7 });
    await soon(() => expect(seen).toEqual([7, 7]));
    await pause(500);
    expect(seen).toEqual([7, 7]);
  });

  test("does not start a delayed job early", async () => {
    const { seen, handler } = noting(job);
    work([handler]);
    await producer.enqueue(job, { n: 1 }, { delayMs: 600 });
    await pause(400);
    expect(seen).toEqual([]);
    await soon(() => expect(seen).toEqual([1]));
  });

  test("works on as many side by side as it may, and no more", async () => {
    let running = 0;
    let most = 0;
    const { seen, handler } = noting(job, async () => {
      running += 1;
      most = Math.max(most, running);
      // However slowly they are fetched: a third may begin, a fourth may not.
      await soon(() => expect(most).toBeGreaterThanOrEqual(3));
      await pause(50);
      running -= 1;
    });
    for (let n = 0; n < 12; n += 1) await producer.enqueue(job, { n });
    work([handler], 3);
    await soon(() => expect(seen).toHaveLength(12));
    expect(most).toBe(3);
  });

  test("waits for the running job when it closes, and starts no other", async () => {
    const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let ended = false;
    const { seen, handler } = noting(job, async () => {
      started.resolve();
      await gate.promise;
      ended = true;
    });
    const worker = work([handler], 1);
    await producer.enqueue(job, { n: 1 });
    await producer.enqueue(job, { n: 2 });
    await started.promise;
    const closed = worker.close(5000);
    await pause(200);
    expect(ended).toBe(false);
    gate.resolve();
    await closed;
    expect([ended, seen]).toEqual([true, [1]]);
    await pause(200);
    expect(seen).toEqual([1]);
  });

  test("gives up waiting for a job that does not end", async () => {
    const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { handler } = noting(job, () => {
      started.resolve();
      return gate.promise;
    });
    const worker = work([handler], 1);
    await producer.enqueue(job, { n: 1 });
    await started.promise;
    const before = Date.now();
    await worker.close(300);
    expect(Date.now() - before).toBeLessThan(2000);
    gate.resolve();
  });

  test("wakes a schedule again and again, and registering it twice makes one", async () => {
    const tick = defineJob({ ...job, name: "test.tick", schema: z.object({}), queue: "batch" });
    const times: number[] = [];
    work([handle(tick, () => Promise.resolve(void times.push(Date.now())))]);
    const schedules = [{ job: tick, everyMs: 500 }];
    const before = Date.now();
    await Promise.all([
      registerSchedules(producer, schedules),
      registerSchedules(producer, schedules),
    ]);
    await registerSchedules(producer, schedules);
    await soon(() => expect(times.length).toBeGreaterThanOrEqual(6), 10_000);
    // Two of them would come twice as often.
    expect(times.length).toBeLessThanOrEqual((Date.now() - before) / 500 + 2);
  });

  test("forgets all of it when it is wiped, and works on with what comes then", async () => {
    for (let n = 0; n < 5; n += 1) await producer.enqueue(job, { n });
    await home.lose();
    const { seen, handler } = noting(job);
    work([handler]);
    await pause(300);
    expect(seen).toEqual([]);
    await producer.enqueue(job, { n: 9 });
    await soon(() => expect(seen).toEqual([9]));
  });

  test("goes on by itself after all of its connections were cut", async () => {
    const { seen, handler } = noting(job);
    work([handler]);
    await producer.enqueue(job, { n: 1 });
    await soon(() => expect(seen).toEqual([1]));
    await home.cutConnections();
    await soon(() => producer.enqueue(job, { n: 2 }));
    await soon(() => expect(seen).toContain(2), 15_000);
  });

  test("shares its work between two workers, each job once", async () => {
    const [one, two] = [noting(job, () => pause(5)), noting(job, () => pause(5))];
    work([one.handler]);
    work([two.handler]);
    await Promise.all(Array.from({ length: 60 }, (_, n) => producer.enqueue(job, { n })));
    await soon(() => expect(one.seen.length + two.seen.length).toBe(60));
    expect(new Set([...one.seen, ...two.seen]).size).toBe(60);
  });
});

describe.runIf(REDIS_URL)("a Redis that goes away", () => {
  test("fails who adds to it soon, instead of holding them up", async () => {
    const away = queueBackend({ redisUrl: "redis://127.0.0.1:9" });
    const lost = openProducer(away, log);
    const before = Date.now();
    await expect(lost.enqueue(job, { n: 1 })).rejects.toThrow(/max retries|ECONNREFUSED|answer/i);
    expect(Date.now() - before).toBeLessThan(10_000);
    await away.close();
  });

  test("is used again, by producers and workers, when it is back", async () => {
    await producer.close();
    await backend.close();
    const first = await startRedis();
    const port = Number(new URL(first.url).port);
    backend = queueBackend({ redisUrl: first.url });
    producer = openProducer(backend, log);
    const { seen, handler } = noting(job);
    work([handler]);
    await producer.enqueue(job, { n: 1 });
    await soon(() => expect(seen).toEqual([1]));
    await first.stop();
    await expect(producer.enqueue(job, { n: 2 })).rejects.toThrow(/max retries|closed|answer/i);
    const second = await startRedis(port);
    await soon(() => producer.enqueue(job, { n: 3 }), 15_000);
    await soon(() => expect(seen).toContain(3), 15_000);
    await Promise.all(workers.splice(0).map((worker) => worker.close(5000)));
    await producer.close();
    await backend.close();
    await second.stop();
    producer = openProducer((backend = home.open()), log);
  });
});
