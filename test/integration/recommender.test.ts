import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecommender } from "#app/adapters/recommender/open-recommender.ts";
import { ordersOfPerson } from "#app/modules/orders/index.ts";
import { readModelReport, rebuildDueModels } from "#app/modules/recommendations/index.ts";
import type { Log } from "#app/ports/log.ts";
import { type RankQuery, type Recommender, RecommenderError } from "#app/ports/recommender.ts";
import { handlers } from "#app/worker/handlers.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import {
  addOrders,
  changeOrder,
  type PastOrder,
  question,
  teaAndCoffee,
  testRecommender,
} from "./recommend-kit.ts";

let world: TestDeps;
let recommender: Recommender;

beforeAll(async () => {
  world = await createTestDeps();
  recommender = testRecommender(world);
});
afterAll(async () => {
  await recommender.close();
  await world.close();
});

async function shopWith(orders: readonly PastOrder[]): Promise<string> {
  const shopId = await world.addShop();
  await addOrders(world, shopId, orders);
  return shopId;
}

async function ask(shopId: string, basket: string[], change: Partial<RankQuery> = {}) {
  const [answer] = await recommender.rank(shopId, [question(world, basket, change)]);
  if (!answer) throw new Error("no answer");
  return { ...answer, ids: answer.products.map(({ productId }) => productId) };
}

const report = (shopId: string) =>
  world.deps.db.inShop(shopId, (tx) => readModelReport(tx, shopId));

describe("from the orders in the database to products that fit", () => {
  test("what others bought too comes first, with its reason and an honest chance", async () => {
    const shopId = await shopWith(teaAndCoffee());
    const { ids, products, model } = await ask(shopId, ["tea"]);
    expect(ids[0]).toBe("pot");
    expect(ids).not.toContain("tea");
    expect(products[0]).toMatchObject({
      source: "co_purchase",
      reason: { kind: "bought_with", productId: "tea" },
      rhythm: null,
    });
    expect(products[0]?.probability).toBeGreaterThan(0);
    expect(products[0]?.probability).toBeLessThan(1);
    expect(model).toMatchObject({ learnedFrom: 0, orders: 160 });
    expect((await ask(shopId, ["coffee"])).ids[0]).toBe("filter");
  });

  test("their own things come back only where everything is asked for, with how often and how soon", async () => {
    const monthly = ["ann", "ben", "cem", "dua"].flatMap((person) =>
      [90, 60, 30].map((daysAgo) => ({ person, daysAgo, products: ["beans"] })),
    );
    const shopId = await shopWith([...teaAndCoffee(), ...monthly]);
    const at = (daysAgo: number) => new Date(world.clock.now().getTime() - daysAgo * 86_400_000);
    const bought = [60, 30].map((days) => ({ productId: "beans", at: at(days), quantity: 1 }));
    const any = await ask(shopId, ["beans"], { bought, mode: "any" });
    expect(any.products.find(({ productId }) => productId === "beans")).toMatchObject({
      source: "own_rhythm",
      reason: { kind: "bought_before", times: 2 },
      rhythm: { days: 30, persons: 4 },
    });
    expect((await ask(shopId, ["beans"], { bought, mode: "new" })).ids).not.toContain("beans");
  });

  test("products that nobody here ever bought, and people without purchases, get what sells", async () => {
    const shopId = await shopWith(teaAndCoffee());
    const { products } = await ask(shopId, ["9999"]);
    expect(products.length).toBeGreaterThan(2);
    expect(products.every(({ source }) => source === "popularity")).toBe(true);
  });

  test("two shops know nothing of each other, and each question gets its own answer", async () => {
    const tea = await shopWith(teaAndCoffee());
    const toys = await shopWith(
      Array.from({ length: 20 }, (_, n) => ({
        person: `p${n}`,
        daysAgo: n + 1,
        products: ["doll", "tea"],
      })),
    );
    const wishes = ["a", "b"].map((key) => question(world, ["tea"], { key }));
    const [ofTea, ofToys] = await Promise.all([
      recommender.rank(tea, wishes),
      recommender.rank(toys, wishes),
    ]);
    expect(ofTea.map(({ key, products }) => [key, products[0]?.productId])).toEqual([
      ["a", "pot"],
      ["b", "pot"],
    ]);
    expect(ofToys.map(({ products }) => products.map(({ productId }) => productId))).toEqual([
      ["doll"],
      ["doll"],
    ]);
  });

  test("a shop that nobody knows, and one without orders, have no model and no products", async () => {
    const nothing = { key: "q", products: [], model: null };
    expect(await recommender.rank(randomUUID(), [question(world, ["tea"])])).toEqual([nothing]);
    const shopId = await world.addShop();
    expect(await recommender.rank(shopId, [question(world, ["tea"])])).toEqual([nothing]);
    await addOrders(world, shopId, teaAndCoffee());
    expect((await ask(shopId, ["tea"])).ids[0]).toBe("pot");
  });
});

describe("an order that comes while the model is warm", () => {
  test("changes the ranking at once, and is taken back when it is cancelled", async () => {
    const shopId = await shopWith(teaAndCoffee());
    expect((await ask(shopId, ["tea"])).ids).not.toContain("lamp");
    const [orderId = ""] = await addOrders(world, shopId, [
      { person: "tea0", daysAgo: 0, products: ["lamp"] },
    ]);
    recommender.learn(shopId);
    const learned = await ask(shopId, ["tea"]);
    expect(learned.products.find(({ productId }) => productId === "lamp")).toMatchObject({
      reason: { kind: "bought_with", productId: "tea" },
    });
    expect(learned.model?.orders).toBe(161);
    await changeOrder(world, orderId, { cancelled: true });
    recommender.learn(shopId);
    const taken = await ask(shopId, ["tea"]);
    expect(taken.ids).not.toContain("lamp");
    expect(taken.model?.orders).toBe(160);
  });

  test("counts with what was kept of it", async () => {
    const shopId = await shopWith(teaAndCoffee());
    await ask(shopId, ["tea"]);
    const [orderId = ""] = await addOrders(world, shopId, [
      { person: "tea0", daysAgo: 0, products: ["lamp", "rug"] },
    ]);
    recommender.learn(shopId);
    expect((await ask(shopId, ["tea"])).ids).toEqual(expect.arrayContaining(["lamp", "rug"]));
    await changeOrder(world, orderId, { returned: "rug" });
    recommender.learn(shopId);
    const { ids, model } = await ask(shopId, ["tea"]);
    expect(ids).toContain("lamp");
    expect(ids).not.toContain("rug");
    expect(model?.orders).toBe(161);
  });

  test("is heard of through the same webhooks as everything else, its cancellation, too", async () => {
    const shopId = await shopWith(teaAndCoffee());
    await ask(shopId, ["tea"]);
    const order = {
      id: 42,
      name: "#42",
      currency: "EUR",
      total_price: "19.00",
      financial_status: "paid",
      line_items: [{ id: 1, product_id: 7001, quantity: 1, current_quantity: 1, price: "19.00" }],
      customer: { id: 900 },
      created_at: "2026-11-20T10:00:00Z",
    };
    const hear = async (topic: string, change: object = {}) => {
      const at = world.clock.now();
      const body = { ...order, updated_at: at.toISOString(), ...change };
      const told = { topic, body, source: "shopify" as const, triggeredAt: at, receivedAt: at };
      for (const subscriber of handlers[`shopify:${topic}`] ?? []) {
        const event = { shopId, eventId: randomUUID(), ...told };
        await subscriber.run({ ...world.deps, recommender }, event);
      }
    };
    await hear("orders/create");
    const learned = await ask(shopId, ["tea"]);
    expect(learned.ids).toContain("7001");
    expect(learned.model?.orders).toBe(161);
    world.clock.forward({ seconds: 1 });
    await hear("orders/cancelled", { cancelled_at: "2026-11-21T10:00:00Z" });
    const taken = await ask(shopId, ["tea"]);
    expect(taken.ids).not.toContain("7001");
    expect(taken.model?.orders).toBe(160);
  });

  test("of a till that all orders name counts for the customer, whose other identifiers say who it is", async () => {
    const till = "e.till";
    const shopId = await shopWith(teaAndCoffee());
    await world.owner.query(
      "update shop_order set person_hashes = person_hashes || $2::text where shop_id = $1",
      [shopId, till],
    );
    await world.owner.query(
      `insert into shop_order (shop_id, shopify_id, person_hashes, total_minor, currency, created_at, updated_at, written_at)
       select $1::uuid, 't' || n, array[$2], 100, 'EUR', $3, $3, $3 from generate_series(1, 1000) n`,
      [shopId, till, world.clock.now()],
    );
    const find = (...hashes: string[]) =>
      world.deps.db.inShop(shopId, (tx) =>
        ordersOfPerson(tx, shopId, { personHashes: hashes, most: 1_000 }),
      );
    expect(await find(till)).toEqual([]);
    expect(await find(till, "c.tea0")).toHaveLength(2);
  });

  test("told twice or of a cold shop changes nothing", async () => {
    const shopId = await shopWith(teaAndCoffee());
    recommender.learn(shopId);
    const before = await ask(shopId, ["tea"]);
    for (let n = 0; n < 3; n += 1) recommender.learn(shopId);
    expect(await ask(shopId, ["tea"])).toEqual(before);
  });
});

/** People who come every three weeks for what goes with what they had: enough of them to learn from. */
function regulars(): PastOrder[] {
  const ranges = ["tea", "coffee", "bath", "desk", "garden", "kitchen"];
  return Array.from({ length: 180 }, (_, person) => {
    const range = ranges[person % ranges.length] ?? "";
    return Array.from({ length: 10 }, (_, n) => ({
      person: `p${person}`,
      daysAgo: 230 - n * 23 - (person % 20),
      products: [
        ...new Set([`${range}${(person * 7 + n * 3) % 9}`, `${range}${(person + n) % 9}`]),
      ],
    }));
  })
    .flat()
    .filter(({ daysAgo }) => daysAgo > 0);
}

describe("the nightly fit", () => {
  test("a shop with few orders keeps general weights, and its report says so", async () => {
    const shopId = await shopWith(teaAndCoffee().slice(0, 60));
    await recommender.rebuild(shopId);
    const told = await report(shopId);
    expect(told).toMatchObject({ tunedAt: null, problem: null, fittedAt: world.clock.now() });
    expect(told?.report).toMatchObject({
      orders: 60,
      persons: 30,
      products: 5,
      source: "general",
      heldOut: null,
      curve: [],
      hitRate: null,
      calibration: [],
    });
  });

  test("a shop without an order gets a report that says so", async () => {
    const shopId = await world.addShop();
    await recommender.rebuild(shopId);
    expect((await report(shopId))?.report).toMatchObject({ orders: 0, source: "general" });
  });

  test("a shop with a past learns from it, and tells how well that would have worked lately", async () => {
    const shopId = await shopWith(regulars());
    await recommender.rebuild(shopId);
    const told = await report(shopId);
    expect(told?.tunedAt).toEqual(world.clock.now());
    const { report: found } = told ?? {};
    if (!found?.heldOut || !found.hitRate) throw new Error("nothing was held out");
    expect(found.source).toBe("learned");
    expect(found.heldOut.to).toEqual(world.clock.now());
    expect(found.heldOut.persons).toBeGreaterThan(100);
    expect(found.hitRate.ours).toBeGreaterThan(found.hitRate.popularity * 2);
    expect(found.curve.at(-1)).toMatchObject({ coverage: 1, persons: found.heldOut.persons });
    expect(found.curve.at(-1)?.precision).toBeCloseTo(found.hitRate.ours, 5);
    expect(found.calibration.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(500);
    const later = testRecommender(world);
    try {
      const [answer] = await later.rank(shopId, [question(world, ["tea1", "tea2"])]);
      expect(answer?.model?.learnedFrom).toBeGreaterThan(100);
      expect(answer?.products[0]?.productId).toMatch(/^tea/);
    } finally {
      await later.close();
    }
  });
});

describe("every night", () => {
  let night: TestDeps;
  let fitter: Recommender;
  let shopId = "";

  beforeAll(async () => {
    night = await createTestDeps();
    fitter = testRecommender(night);
    shopId = await night.addShop();
    await addOrders(night, shopId, teaAndCoffee());
  });
  afterAll(async () => {
    await fitter.close();
    await night.close();
  });

  const stored = () => night.deps.db.inShop(shopId, (tx) => readModelReport(tx, shopId));
  const due = async () =>
    (await night.deps.db.crossShop.modelsDue(night.clock.now(), 100)).map((one) => one.shopId);

  test("the shops that are due are fitted, and due again in their next night", async () => {
    const empty = await night.addShop();
    await night.addShop({ status: "uninstalled" });
    expect((await due()).toSorted()).toEqual([shopId, empty].toSorted());
    await rebuildDueModels({ ...night.deps, recommender: fitter });
    expect((await stored())?.report?.orders).toBe(160);
    expect(await due()).toEqual([]);
    night.clock.forward({ hours: 37 });
    expect(await due()).toHaveLength(2);
  });

  test("a failure is stored with the shop, and tried again an hour later", async () => {
    const nowhere = testRecommender(night, "postgres://nobody@127.0.0.1:9/none");
    await rebuildDueModels({ ...night.deps, recommender: nowhere });
    await nowhere.close();
    const failed = await stored();
    expect(failed?.problem).toContain("Can't reach database server");
    // What was found before still stands.
    expect(failed?.report?.orders).toBe(160);
    expect(await due()).toEqual([]);
    night.clock.forward({ hours: 1 });
    await rebuildDueModels({ ...night.deps, recommender: fitter });
    expect(await stored()).toMatchObject({ problem: null, fittedAt: night.clock.now() });
  });

  test("a worker that is shut down in the middle leaves no problem behind", async () => {
    night.clock.forward({ hours: 37 });
    const stopped = testRecommender(night);
    const sweep = rebuildDueModels({ ...night.deps, recommender: stopped });
    await stopped.close();
    await expect(sweep).rejects.toThrow("stopped before it could answer");
    expect((await stored())?.problem).toBeNull();
    night.clock.forward({ hours: 1 });
    await rebuildDueModels({ ...night.deps, recommender: fitter });
    expect(await due()).toEqual([]);
  });

  test("two processes do not fit the same shop, and past orders that were read in make it due", async () => {
    night.clock.forward({ hours: 1 });
    const row = [shopId, night.clock.now()];
    await night.owner.query(
      `insert into history_import (shop_id, kind, state, started_at, updated_at, ended_at)
       values ($1, 'orders', 'done', $2, $2, $2)`,
      row,
    );
    expect(await due()).toEqual([shopId]);
    const asked: string[] = [];
    const counting = { ...fitter, rebuild: (id: string) => Promise.resolve(void asked.push(id)) };
    const deps = { ...night.deps, recommender: counting };
    await Promise.all([rebuildDueModels(deps), rebuildDueModels(deps)]);
    expect(asked).toEqual([shopId]);
    expect(await due()).toEqual([]);
  });
});

describe("when the thread breaks off", () => {
  const scripts = "../../app/worker/recommender/";
  const ranking = new URL(`${scripts}ranking.ts`, import.meta.url);
  const fitting = new URL(`${scripts}fitting.ts`, import.meta.url);
  /** The worker's thread, but one question is its end. */
  const fragile = `
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", ({ shopId }) => { if (shopId === "the end") throw new Error("no luck"); });
    await import(${JSON.stringify(ranking.href)});`;

  /** With that thread, and what it tells of breaking off. */
  function openFragile() {
    const broke: unknown[] = [];
    const log: Log = {
      ...world.deps.log,
      error: (event, fields) => event === "recommender.crashed" && broke.push(fields),
    };
    const ranker = openRecommender({
      scripts: {
        ranking: new URL(`data:text/javascript,${encodeURIComponent(fragile)}`),
        fitting,
      },
      databaseUrl: world.appUrl,
      clock: world.clock,
      log,
    });
    return { ranker, broke };
  }

  test("it is started anew, who waited is answered, and who is to blame is told and logged", async () => {
    const shopId = await shopWith(teaAndCoffee());
    const { ranker, broke } = openFragile();
    try {
      const wish = [question(world, ["tea"])];
      const best = async () => (await ranker.rank(shopId, wish))[0]?.products[0]?.productId;
      expect(await best()).toBe("pot");
      const end = ranker.rank("the end", wish);
      const [told, innocent] = await Promise.allSettled([end, best()]);
      expect(innocent).toEqual({ status: "fulfilled", value: "pot" });
      const reason: unknown = told.status === "rejected" ? told.reason : null;
      expect(reason).toBeInstanceOf(RecommenderError);
      expect(String(reason)).toContain("no luck");
      expect(broke).toEqual([
        { name: "ranking", reason: "no luck", waiting: 2 },
        { name: "ranking_apart", reason: "no luck", waiting: 1 },
      ]);
    } finally {
      await ranker.close();
    }
  });

  test("whoever was its end is asked apart from then on, and the others keep their warm models", async () => {
    const shopId = await shopWith(teaAndCoffee());
    const { ranker, broke } = openFragile();
    try {
      const wish = [question(world, ["tea"])];
      await expect(ranker.rank("the end", wish)).rejects.toThrow("no luck");
      const readAt = async () => (await ranker.rank(shopId, wish))[0]?.model?.fittedAt;
      const before = await readAt();
      world.clock.forward({ seconds: 1 });
      for (let again = 0; again < 2; again += 1) {
        const both = await Promise.allSettled([ranker.rank("the end", wish), readAt()]);
        expect(both[0].status).toBe("rejected");
        expect(both[1]).toEqual({ status: "fulfilled", value: before });
      }
      expect(broke).toHaveLength(4);
      expect(broke.slice(1)).toEqual(
        Array.from({ length: 3 }, () => ({ name: "ranking_apart", reason: "no luck", waiting: 1 })),
      );
    } finally {
      await ranker.close();
    }
  });

  test("so does the nightly fit, in a process that is started anew for the next one", async () => {
    const shopId = await shopWith(teaAndCoffee());
    const { clock, log } = world.deps;
    const missing = openRecommender({
      // A script that has nothing to say and ends.
      scripts: { ranking, fitting: new URL("../../app/shared/duration.ts", import.meta.url) },
      databaseUrl: world.appUrl,
      clock,
      log,
    });
    await expect(missing.rebuild(shopId)).rejects.toThrow("it ended with code 0");
    await expect(missing.rebuild(shopId)).rejects.toThrow("it ended with code 0");
    expect((await missing.rank(shopId, [question(world, ["tea"])]))[0]?.model?.orders).toBe(160);
    await missing.close();
  });

  test("a question that fails leaves the others be", async () => {
    const shopId = await shopWith(teaAndCoffee());
    await expect(recommender.rank("no shop's id", [question(world, [])])).rejects.toMatchObject({
      name: "RecommenderError",
    });
    expect((await ask(shopId, ["tea"])).ids[0]).toBe("pot");
  });

  test("where no model is served, every question says so", async () => {
    const { recommender: none } = world.deps;
    none.learn("any");
    await expect(none.rank(randomUUID(), [])).rejects.toThrow("Only the worker ranks products");
    await expect(none.rebuild(randomUUID())).rejects.toThrow("Only the worker ranks products");
  });
});
