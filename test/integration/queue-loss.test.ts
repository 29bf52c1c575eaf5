import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { QueueBackend } from "#app/adapters/queue/backend.server.ts";
import { openProducer, type Producer } from "#app/adapters/queue/jobs.server.ts";
import {
  announceEvents,
  processIntakeJob,
  sealDelivery,
  storeDeliveries,
} from "#app/modules/intake/index.ts";
import { startWorker } from "#app/worker/start-worker.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { type QueueHome, queueHome } from "#test/support/queue-home.ts";

let world: TestDeps;
let home: QueueHome;
let shopId = "";
let backend: QueueBackend;
let producer: Producer;
let worker: Awaited<ReturnType<typeof startWorker>> | null = null;

beforeAll(async () => {
  world = await createTestDeps();
  home = queueHome(world, 8);
  shopId = await world.addShop();
});
afterAll(() => world.close());

beforeEach(async () => {
  await home.lose();
  backend = home.open();
  producer = openProducer(backend, world.deps.log);
  world.deps.jobs = producer;
});
afterEach(async () => {
  await worker?.close(5000);
  worker = null;
  await producer.close();
  await backend.close();
});

const start = async () => {
  worker = await startWorker({ deps: world.deps, backend, producer });
};

/** Accepted and answered: durable, but nobody has been told yet. */
async function accept(count: number) {
  const deliveries = Array.from({ length: count }, () => {
    const token = randomUUID();
    const at = world.clock.now().toISOString();
    const body = { token, created_at: at, updated_at: at, currency: "EUR", line_items: [] };
    const facts = { shopId, source: "shopify", topic: "checkouts/update" } as const;
    const rawBody = JSON.stringify(body);
    const sent = { ...facts, deliveryId: token, triggeredAt: world.clock.now(), rawBody, body };
    return sealDelivery(world.deps, sent);
  });
  return storeDeliveries(world.deps, deliveries);
}

async function counts(): Promise<{ waiting: number; holds: number; checkouts: number }> {
  const { rows } = await world.owner.query<{ waiting: number; holds: number; checkouts: number }>(
    `select (select count(*)::int from intake_event where status = 'received') as waiting,
       (select count(*)::int from intake_hold) as holds, (select count(*)::int from checkout) as checkouts`,
  );
  const [row] = rows;
  if (!row) throw new Error("no row");
  return row;
}

const processed = (checkouts: number) => ({ waiting: 0, holds: 0, checkouts });
const soon = { timeout: 20_000, interval: 100 };

test("a delivery whose job was never added is found by the sweep", async () => {
  const before = await counts();
  await accept(30);
  await start();
  await expect.poll(counts, soon).toEqual(processed(before.checkouts + 30));
});

test("deliveries whose jobs were lost with the queue are found by the sweep", async () => {
  const before = await counts();
  await announceEvents(world.deps, await accept(120));
  expect((await producer.queue("inbox").getJobCounts())["waiting"]).toBeGreaterThan(0);
  await home.lose();
  await start();
  await expect.poll(counts, soon).toEqual(processed(before.checkouts + 120));
});

test("a queue that is lost under a running worker gets its schedules back, and nothing is lost", async () => {
  await start();
  const before = await counts();
  await accept(1);
  await expect.poll(counts, soon).toEqual(processed(before.checkouts + 1));
  await home.lose();
  await pause(500);
  await accept(50);
  await expect.poll(counts, soon).toEqual(processed(before.checkouts + 51));
});

test("a job for events that others have processed, or that are not the shop's, does no harm", async () => {
  const before = await counts();
  const events = await accept(3);
  await announceEvents(world.deps, events);
  await announceEvents(world.deps, events);
  const stranger = await world.addShop();
  const eventIds = events.map((event) => event.eventId);
  await producer.enqueue(processIntakeJob, { shopId: stranger, eventIds });
  await producer.enqueue(processIntakeJob, { shopId, eventIds: [randomUUID()] });
  await start();
  await expect.poll(counts, soon).toEqual(processed(before.checkouts + 3));
});
