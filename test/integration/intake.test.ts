import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  holdsFor,
  type IntakeEvent,
  processIntake,
  sealDelivery,
  storeDeliveries,
  type SubscriberMap,
  sweepIntake,
} from "#app/modules/intake/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const PHONE = "+4915112345678";

let world: TestDeps;
let shopId = "";
let seen: IntakeEvent[] = [];
let failing = false;
/** deliveries that were processed together */
let together: string[][] = [];

const batched = async (_deps: unknown, events: IntakeEvent[]) => {
  for (const event of events) z.object({ fine: z.boolean() }).parse(event.body);
  together.push(events.map((event) => event.eventId));
};

const subscribers: SubscriberMap = {
  "shopify:checkouts/update": [
    {
      name: "first",
      run: async (_deps, event) => {
        seen.push(event);
      },
    },
    {
      name: "second",
      run: async () => {
        if (failing) throw new Error("not today");
      },
    },
  ],
  "shopify:checkouts/create": [
    { name: "batched", run: (deps, event) => batched(deps, [event]), runAll: batched },
  ],
  "shopify:orders/create": [
    {
      name: "strict",
      run: async (_deps, event) => {
        z.object({ id: z.number() }).parse(event.body);
      },
    },
  ],
};

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
  seen = [];
  failing = false;
  together = [];
});

async function takeIn(topic = "checkouts/update", body: object = { token: "t", phone: PHONE }) {
  const delivery = {
    shopId,
    source: "shopify" as const,
    topic,
    deliveryId: randomUUID(),
    triggeredAt: new Date("2026-11-22T09:00:00Z"),
    rawBody: JSON.stringify(body),
    body,
  };
  const [event] = await storeDeliveries(world.deps, [sealDelivery(world.deps, delivery)]);
  return event?.eventId ?? "";
}

const run = (...eventIds: string[]) => processIntake(world.deps, { shopId, eventIds, subscribers });

async function rowOf(eventId: string) {
  const { rows } = await world.owner.query<{
    status: string;
    attempts: number;
    last_error: string;
  }>("select status, attempts, last_error from intake_event where id = $1", [eventId]);
  return rows[0];
}

async function isHeld(shop = shopId): Promise<boolean> {
  const hash = world.deps.vault.hash(shopId, "phone", PHONE);
  const held = await world.deps.db.inShop(shop, (tx) => holdsFor(tx, shop, [hash]));
  return held.has(hash);
}

describe("processIntake", () => {
  test("hands the parsed body to each subscriber, marks the event and lets the person go", async () => {
    const id = await takeIn();
    expect(await isHeld()).toBe(true);
    await run(id);
    expect(seen).toMatchObject([
      { eventId: id, shopId, topic: "checkouts/update", body: { token: "t", phone: PHONE } },
    ]);
    expect(await rowOf(id)).toMatchObject({ status: "processed", attempts: 0 });
    expect(await isHeld()).toBe(false);
  });

  test("runs nothing twice for a job that comes again", async () => {
    const id = await takeIn();
    await run(id);
    await run(id, id);
    expect(seen).toHaveLength(1);
  });

  test("lets only one of two workers run an event", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => takeIn()));
    await Promise.all([run(...ids), run(...ids), run(...ids)]);
    expect(seen).toHaveLength(20);
  });

  test("keeps holding a person whose event failed, and tries it again later", async () => {
    const id = await takeIn();
    failing = true;
    await run(id);
    expect(await rowOf(id)).toMatchObject({
      status: "received",
      attempts: 1,
      last_error: "second: Error",
    });
    expect(await isHeld()).toBe(true);
    failing = false;
    await run(id);
    expect(await rowOf(id)).toMatchObject({ status: "received" }); // its pause is not over
    world.clock.forward({ seconds: 6 });
    await run(id);
    expect(await rowOf(id)).toMatchObject({ status: "processed" });
    expect(await isHeld()).toBe(false);
  });

  test("parks an event after eight failures; it keeps holding the person", async () => {
    const id = await takeIn();
    failing = true;
    for (let attempt = 1; attempt <= 8; attempt++) {
      await run(id);
      world.clock.forward({ hours: 1 });
    }
    expect(await rowOf(id)).toMatchObject({ status: "parked", attempts: 8 });
    expect(await isHeld()).toBe(true);
  });

  test("parks at once what does not fit, without quoting it", async () => {
    const id = await takeIn("orders/create", { id: "secret words", phone: PHONE });
    await run(id);
    expect(await rowOf(id)).toMatchObject({ status: "parked", attempts: 1 });
    expect((await rowOf(id))?.last_error).toBe("strict: body does not fit (id invalid_type)");
  });

  test("goes on with the others when one fails", async () => {
    const broken = await takeIn("orders/create", {});
    const fine = await takeIn();
    await run(broken, fine);
    expect([(await rowOf(broken))?.status, (await rowOf(fine))?.status]).toEqual([
      "parked",
      "processed",
    ]);
  });

  test("ignores a topic that nobody subscribes to, and holds nobody for it", async () => {
    const id = await takeIn("customers/update", { id: 1, phone: PHONE });
    expect(await isHeld()).toBe(true);
    await run(id);
    expect(await rowOf(id)).toMatchObject({ status: "ignored" });
    expect(await isHeld()).toBe(false);
  });

  test("touches no other shop's events and holds", async () => {
    const id = await takeIn();
    const other = await world.addShop();
    await processIntake(world.deps, { shopId: other, eventIds: [id], subscribers });
    expect(seen).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ status: "received" });
    expect(await isHeld(other)).toBe(false);
  });
});

describe("events for a subscriber that takes several", () => {
  const fine = () => takeIn("checkouts/create", { fine: true });

  test("come together in their order, but never around an event between them", async () => {
    const first = [await fine(), await fine(), await fine()];
    const between = await takeIn();
    const second = [await fine(), await fine()];
    await run(...second, between, ...first);
    expect(together).toEqual([first, second]);
    expect(seen).toHaveLength(1);
    const rows = await Promise.all([...first, between, ...second].map(rowOf));
    expect(rows.map((row) => row?.status)).toEqual(Array.from({ length: 6 }, () => "processed"));
    expect(await isHeld()).toBe(false);
  });

  test("are not held up by one of them that is bad", async () => {
    const before = [await fine(), await fine(), await fine()];
    const bad = await takeIn("checkouts/create", { phone: PHONE });
    const after = [await fine()];
    await run(...before, bad, ...after);
    expect(together.flat()).toEqual([...before, ...after]);
    expect(await rowOf(bad)).toMatchObject({
      status: "parked",
      attempts: 1,
      last_error: "batched: body does not fit (fine invalid_type)",
    });
    expect(await isHeld()).toBe(true);
  });
});

describe("sweepIntake", () => {
  test("finds what a lost queue forgot, over all shops", async () => {
    const first = await takeIn();
    shopId = await world.addShop();
    const second = await takeIn();
    expect(await sweepIntake(world.deps, subscribers)).toBeGreaterThanOrEqual(2);
    expect([(await rowOf(first))?.status, (await rowOf(second))?.status]).toEqual([
      "processed",
      "processed",
    ]);
  });

  test("finds an event whose worker died, once its lease is over", async () => {
    const id = await takeIn();
    const died = {
      "shopify:checkouts/update": [{ name: "dies", run: () => new Promise<void>(() => {}) }],
    };
    void processIntake(world.deps, { shopId, eventIds: [id], subscribers: died });
    await expect
      .poll(async () => {
        const { rows } = await world.owner.query<{ leased: boolean }>(
          "select next_try_at > received_at as leased from intake_event where id = $1",
          [id],
        );
        return rows[0]?.leased;
      })
      .toBe(true);
    await sweepIntake(world.deps, subscribers);
    expect(seen).toEqual([]);
    world.clock.forward({ minutes: 2 });
    await sweepIntake(world.deps, subscribers);
    expect(seen).toMatchObject([{ eventId: id }]);
  });
});
