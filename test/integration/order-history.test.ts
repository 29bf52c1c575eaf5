import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type HistoryCursor,
  historyOrders,
  historyPage,
  type HistoryOrder,
  personHashesOf,
  purchasesOf,
  recentSales,
  recordOrder,
  recordRefund,
} from "#app/modules/orders/index.ts";
import { salesLately } from "#app/modules/recommendations/cases/sales-lately.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

let world: TestDeps;
let shopId: string;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
});

type Body = Record<string, unknown>;
const MARA = { customer: { id: 900 }, email: "mara@example.com" };

function line(id: number, product: number | null, change: Body = {}): Body {
  const variant = product === null ? null : product * 10 + 1;
  const amount = { quantity: 1, current_quantity: 1, price: "19.00", gift_card: false };
  return { id, product_id: product, variant_id: variant, ...amount, ...change };
}

function order(change: Body = {}): Body {
  return {
    id: randomInt(10 ** 9, 10 ** 12),
    name: "#1001",
    currency: "EUR",
    total_price: "19.00",
    financial_status: "paid",
    created_at: "2026-11-01T10:00:00+01:00",
    updated_at: "2026-11-01T10:00:05+01:00",
    shipping_address: { country_code: "de" },
    line_items: [line(1, 7001)],
    ...MARA,
    ...change,
  };
}

const hear = (body: Body, topic = "orders/updated", triggeredAt: Date | null = null) =>
  recordOrder(world.deps, { shopId, topic, triggeredAt, body });
const refund = (body: Body) => recordRefund(world.deps, { shopId, body });

/** "product × kept (− returned)" of everything that the person bought. */
async function bought(person: Body = MARA, since?: Date): Promise<string[]> {
  const hashes = personHashesOf(world.deps, { shopId, topic: "orders/create", body: person });
  const all = await world.deps.db.inShop(shopId, (tx) => purchasesOf(tx, shopId, hashes, since));
  return all.map(({ productId, quantity, returned }) =>
    returned > 0 ? `${productId} × ${quantity} − ${returned}` : `${productId} × ${quantity}`,
  );
}

async function page(after: HistoryCursor | null, limit: number) {
  return world.deps.db.inShop(shopId, (tx) => historyPage(tx, shopId, after, limit));
}

async function history(limit = 100): Promise<HistoryOrder[]> {
  const all: HistoryOrder[] = [];
  let after: HistoryCursor | null = null;
  for (;;) {
    const { orders, next } = await page(after, limit);
    all.push(...orders);
    if (orders.length < limit) return all;
    after = next;
  }
}

describe("what a person bought", () => {
  test("is every line of their orders, with price, currency and time", async () => {
    await hear(
      order({ line_items: [line(1, 7001, { quantity: 2, current_quantity: 2 }), line(2, 7002)] }),
    );
    const hashes = personHashesOf(world.deps, { shopId, topic: "orders/create", body: MARA });
    const all = await world.deps.db.inShop(shopId, (tx) => purchasesOf(tx, shopId, hashes));
    expect(all).toMatchObject([
      {
        productId: "7001",
        variantId: "70011",
        quantity: 2,
        returned: 0,
        priceMinor: 1900,
        currency: "EUR",
      },
      { productId: "7002", orderedAt: new Date("2026-11-01T09:00:00.000Z") },
    ]);
  });

  test.each<[string, Body]>([
    ["cancelled", { cancelled_at: "2026-11-02T10:00:00Z" }],
    ["a test", { test: true }],
    ["voided", { financial_status: "voided" }],
    ["expired before it was paid", { financial_status: "expired" }],
  ])("is nothing of an order that is %s", async (_what, change) => {
    await hear(order(change));
    expect(await bought()).toEqual([]);
  });

  test("is nothing kept of an order whose whole money went back, and known as returned", async () => {
    await hear(order({ financial_status: "refunded" }));
    expect(await bought()).toEqual(["7001 × 0 − 1"]);
  });

  test("has neither gift cards nor custom lines in it, nor lines that nobody can read", async () => {
    const hostile = [
      line(2, 7002, { gift_card: true }),
      line(3, null),
      line(4, 7004, { quantity: "many" }),
      line(5, 7005, { quantity: -1 }),
      line(6, 7006, { quantity: 1e12 }),
      line(7, 7007, { id: null }),
      line(8, 7008, { price: "free", product_id: { id: 7008 } }),
      line(9, 7009, { price: {} }),
      "a line",
      null,
    ];
    await hear(order({ line_items: [line(1, 7001), ...hostile] }));
    expect(await bought()).toEqual(["7001 × 1", "7009 × 1"]);
  });

  test("counts guests by their e-mail and phone, and only from the time that is asked for", async () => {
    await hear(order({ customer: null, line_items: [line(1, 7003)] }));
    const phone = { phone: "+4915112345678", email: "", customer: null };
    await hear(
      order({ ...phone, created_at: "2026-11-05T10:00:00Z", line_items: [line(1, 7004)] }),
    );
    expect(await bought()).toEqual(["7003 × 1"]);
    expect(await bought({ ...MARA, phone: "+4915112345678" })).toEqual(["7003 × 1", "7004 × 1"]);
    const since = new Date("2026-11-02T00:00:00Z");
    expect(await bought({ ...MARA, phone: "+4915112345678" }, since)).toEqual(["7004 × 1"]);
    expect(await bought({ email: "other@example.com" })).toEqual([]);
    expect(await bought({})).toEqual([]);
  });

  test("is dated by the order itself, not by when somebody entered it", async () => {
    await hear(order({ processed_at: "2025-03-01T10:00:00Z" }));
    const [first] = await history();
    expect(first?.orderedAt).toEqual(new Date("2025-03-01T10:00:00.000Z"));
  });
});

test("what sold lately is what was bought lately and kept", async () => {
  await hear(order({ line_items: [line(1, 7001), line(2, 7002)] }));
  await hear(order({ line_items: [line(1, 7001), line(2, 7003, { current_quantity: 0 })] }));
  await hear(order({ processed_at: "2024-03-01T10:00:00Z" }));
  await hear(order({ created_at: "2026-05-01T10:00:00Z" }));
  await hear(order({ cancelled_at: "2026-11-01T11:00:00Z" }));
  for (const state of ["refunded", "voided", "expired"]) {
    await hear(order({ financial_status: state }));
  }
  await hear(order({ test: true }));
  const which = { since: new Date("2026-09-01T00:00:00Z"), most: 10 };
  const sales = await world.deps.db.inShop(shopId, (tx) => recentSales(tx, shopId, which));
  expect(sales).toMatchObject({ orders: 2, productsPerOrder: 1.5 });
  expect([...sales.ordersWith]).toEqual([
    ["7001", 2],
    ["7002", 1],
  ]);
});

test("what sold lately is counted anew after ten minutes, and kept until then", async () => {
  const orders = async () => {
    const { db, clock } = world.deps;
    const sales = await db.inShop(shopId, (tx) => salesLately(tx, shopId, clock.now()));
    return sales.orders;
  };
  await hear(order());
  expect(await orders()).toBe(1);
  await hear(order());
  world.clock.forward({ minutes: 9 });
  expect(await orders()).toBe(1);
  world.clock.forward({ minutes: 1 });
  expect(await orders()).toBe(2);
});

describe("versions of an order", () => {
  const early = { id: 42, updated_at: "2026-11-01T09:00:05Z" };
  const late = {
    id: 42,
    updated_at: "2026-11-03T09:00:00Z",
    line_items: [line(1, 7001, { current_quantity: 0 }), line(2, 7002)],
  };

  test.each([
    ["in order", [early, late]],
    ["the wrong way round", [late, early]],
    ["twice each", [early, late, late, early]],
  ])("that come %s leave the newest", async (_what, versions) => {
    for (const version of versions) await hear(order(version));
    expect(await bought()).toEqual(["7001 × 0 − 1", "7002 × 1"]);
  });

  test("take lines along that are gone, and leave lines alone where a body has none", async () => {
    await hear(order(late));
    await hear(order({ id: 42, updated_at: "2026-11-04T09:00:00Z", line_items: [line(2, 7002)] }));
    expect(await bought()).toEqual(["7002 × 1"]);
    await hear(order({ id: 42, updated_at: "2026-11-05T09:00:00Z", line_items: null }));
    expect(await bought()).toEqual(["7002 × 1"]);
  });

  test("tell when it was paid and delivered, and where it went", async () => {
    const pending = { id: 42, financial_status: "pending", updated_at: "2026-11-01T09:00:00Z" };
    await hear(order(pending), "orders/create");
    await hear(
      order({ ...pending, financial_status: "paid", updated_at: "2026-11-02T09:00:00Z" }),
      "orders/paid",
    );
    const parcel = {
      status: "success",
      shipment_status: "delivered",
      updated_at: "2026-11-04T12:00:00Z",
    };
    const fulfilled = {
      ...pending,
      financial_status: "paid",
      updated_at: "2026-11-04T12:00:00Z",
      fulfillments: [parcel],
    };
    await hear(order(fulfilled), "orders/fulfilled");
    const { rows } = await world.owner.query(
      "select paid_at, delivered_at, country, payment_state from shop_order where shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([
      {
        paid_at: new Date("2026-11-02T09:00:00.000Z"),
        delivered_at: new Date("2026-11-04T12:00:00.000Z"),
        country: "DE",
        payment_state: "paid",
      },
    ]);
  });

  test("that were stored before lines were kept take the same version with its lines", async () => {
    await hear(order({ id: 42 }), "orders/create", new Date("2026-11-01T09:00:07Z"));
    await world.owner.query("delete from order_line where shop_id = $1", [shopId]);
    await world.owner.query("update shop_order set payment_state = null where shop_id = $1", [
      shopId,
    ]);
    await hear(order({ id: 42 }));
    expect(await bought()).toEqual(["7001 × 1"]);
  });
});

describe("refunds", () => {
  const twoPieces = { id: 42, line_items: [line(1, 7001, { quantity: 3, current_quantity: 3 })] };
  const back = { id: 5, order_id: 42, refund_line_items: [{ line_item_id: 1, quantity: 2 }] };

  test.each([
    ["after the order", [order(twoPieces), back]],
    ["before it", [back, order(twoPieces)]],
    ["twice", [order(twoPieces), back, back]],
    [
      "and in the order as well",
      [
        order({ ...twoPieces, line_items: [line(1, 7001, { quantity: 3, current_quantity: 1 })] }),
        back,
      ],
    ],
  ])("that are told %s count once", async (_what, bodies) => {
    for (const body of bodies) await ("order_id" in body ? refund(body) : hear(body));
    expect(await bought()).toEqual(["7001 × 1 − 2"]);
  });

  test("add up, never to more than was bought, and stay when the order changes once more", async () => {
    await hear(order(twoPieces));
    await refund(back);
    await refund({ ...back, id: 6 });
    await hear(order({ ...twoPieces, updated_at: "2026-11-09T09:00:00Z" }));
    expect(await bought()).toEqual(["7001 × 0 − 3"]);
  });

  test("that are told while their order is being written for the first time are not lost", async () => {
    const { db } = world.deps;
    const [written, committing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow: typeof db.inShop = (id, work) =>
      db.inShop(id, async (tx) => {
        const done = await work(tx);
        written.resolve();
        await committing.promise;
        return done;
      });
    const told = { shopId, topic: "orders/create", triggeredAt: null, body: order(twoPieces) };
    const ordered = recordOrder({ ...world.deps, db: { ...db, inShop: slow } }, told);
    await written.promise;
    const refunded = refund(back);
    await Promise.race([refunded, setTimeout(300)]);
    committing.resolve();
    await Promise.all([ordered, refunded]);
    expect(await bought()).toEqual(["7001 × 1 − 2"]);
  });

  test("of an order that nobody knows, or with lines that nobody can read, do no harm", async () => {
    await refund({ id: 7, order_id: 4711, refund_line_items: [{ line_item_id: 1, quantity: 1 }] });
    await hear(order(twoPieces));
    await refund({ id: 8, order_id: 42, refund_line_items: ["x", null, { line_item_id: 1 }] });
    await refund({ id: 9, order_id: 42 });
    expect(await bought()).toEqual(["7001 × 3"]);
  });
});

describe("the history that a model learns from", () => {
  test("comes in pages, each order once, cancelled ones marked, tests left out", async () => {
    for (let day = 10; day < 17; day += 1) {
      world.clock.forward({ seconds: 1 });
      await hear(
        order({ created_at: `2026-11-${day}T10:00:00Z`, line_items: [line(1, 7000 + day)] }),
      );
    }
    await hear(order({ test: true, created_at: "2026-11-12T11:00:00Z" }));
    await hear(order({ cancelled_at: "2026-11-20T10:00:00Z", created_at: "2026-11-17T10:00:00Z" }));
    await hear(order({ financial_status: "refunded", created_at: "2026-11-18T10:00:00Z" }));
    for (const limit of [1, 3, 100]) {
      const orders = await history(limit);
      expect(orders.map(({ lines }) => lines[0]?.productId).slice(0, 7)).toEqual(
        [7010, 7011, 7012, 7013, 7014, 7015, 7016].map(String),
      );
      expect(orders.map(({ cancelled }) => cancelled)).toEqual([
        ...Array.from({ length: 7 }, () => false),
        true,
        true,
      ]);
    }
  });

  test("goes on with what was written since, be it an old order or a refund", async () => {
    await hear(order({ id: 42 }));
    world.clock.forward({ seconds: 1 });
    await hear(order({ id: 43 }));
    const { next } = await page(null, 10);
    expect((await page(next, 10)).orders).toEqual([]);
    world.clock.forward({ seconds: 1 });
    await hear(
      order({ id: 7, created_at: "2024-01-01T10:00:00Z", updated_at: "2024-01-01T10:00:00Z" }),
    );
    await refund({ id: 5, order_id: 42, refund_line_items: [{ line_item_id: 1, quantity: 1 }] });
    const since = await page(next, 10);
    expect(
      since.orders.map(({ lines }) => lines[0]?.quantity).toSorted((a = 0, b = 0) => a - b),
    ).toEqual([0, 1]);
    expect(since.orders).toHaveLength(2);
  });

  test("gives single orders the same way, with the hashes of their person and products alone", async () => {
    await hear(
      order({ line_items: [line(1, 7001), line(2, null), line(3, 7003, { gift_card: true })] }),
    );
    const [first] = await history();
    const hashes = personHashesOf(world.deps, { shopId, topic: "orders/create", body: MARA });
    expect(first?.personHashes.toSorted()).toEqual(hashes.toSorted());
    expect(first?.lines).toEqual([
      { productId: "7001", quantity: 1, returned: 0, priceMinor: 1900 },
    ]);
    const ids = [first?.orderId ?? ""];
    const single = await world.deps.db.inShop(shopId, (tx) => historyOrders(tx, shopId, ids));
    expect(single).toEqual([first]);
  });
});
