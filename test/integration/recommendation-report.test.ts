import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { searchProducts } from "#app/modules/catalog/index.ts";
import { saveRecommendationSettings } from "#app/modules/recommendations/index.ts";
import { homeReport, recommendationReport } from "#app/modules/reports/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { addReportPerson, PHONE } from "./report-person.ts";

/** What the merchant's page says of recommendations, over rows as planner, dispatcher and attribution leave them. */

const DAY_MS = 86_400_000;

let world: TestDeps;
let shopId = "";
let contactId = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
  contactId = await addReportPerson(world, shopId);
});

const report = () => recommendationReport(world.deps, shopId);
const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * DAY_MS);

interface Case {
  state: string;
  reason?: string;
  arm?: "treated" | "holdout";
  messageState?: string;
  messageReason?: string;
  taps?: number;
  bought?: boolean;
  daysAgo?: number;
  products?: object[];
  marginMinor?: number;
  leftOut?: object[];
}

async function message(id: string, wish: Case): Promise<void> {
  const at = daysAgo(wish.daysAgo ?? 0);
  const hash = world.deps.vault.hash(shopId, "phone", PHONE);
  await world.owner.query(
    `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, to_hash, state, reason, planned_at, due_at,
       not_before, expires_at)
     values ($1::uuid, $2, ($1::uuid)::text, 'recommendation', 'recommendations', $3, $4, $5, $6, $7, $7, $7, $7)`,
    [id, shopId, contactId, hash, wish.messageState, wish.messageReason ?? null, at],
  );
  await world.owner.query(
    `insert into charge (shop_id, message_id, day, claimed_at, market, category, currency, expected_micros, micros, state)
     values ($1, $2, $3::timestamptz::date, $3, 'germany', 'marketing', 'EUR', 113100, 113100, $4)`,
    [shopId, id, at, wish.messageState === "skipped" ? "released" : "charged"],
  );
  // Two cards of a carousel: taps on both are taps on one message.
  for (const taps of [wish.taps ?? 0, wish.taps ?? 0]) {
    await world.owner.query(
      `insert into link (shop_id, code, message_id, target, created_at, expires_at, taps) values ($1, $2, $3, 'x', $4, $4, $5)`,
      [shopId, randomUUID(), id, at, taps],
    );
  }
}

/** A case as the planner leaves it, and its message as the dispatcher does. Gives the message's id. */
async function recommendation(wish: Case): Promise<string | null> {
  const messageId = wish.messageState === undefined ? null : randomUUID();
  if (messageId !== null) await message(messageId, wish);
  const at = daysAgo(wish.daysAgo ?? 0);
  const orderId = randomUUID();
  await world.owner.query(
    `insert into shop_order (id, shop_id, shopify_id, name, total_minor, currency, created_at, updated_at, written_at)
     values ($1::uuid, $2, ($1::uuid)::text, '#1042', 4900, 'EUR', $3, $3, $3)`,
    [orderId, shopId, at],
  );
  await world.owner.query(
    `insert into recommendation_case (shop_id, order_id, contact_id, kind, arm, due_at, state, reason, products,
       expected_margin_minor, currency, message_id, opened_at, decided_at, bought_order_id, left_out)
     values ($1, $2, $3, 'after_purchase', $4, $5, $6, $7, $8, $9, 'EUR', $10, $5, $11, $12, $13)`,
    [
      shopId,
      orderId,
      contactId,
      wish.arm ?? null,
      at,
      wish.state,
      wish.reason ?? null,
      JSON.stringify(wish.products ?? []),
      wish.marginMinor ?? null,
      messageId,
      wish.state === "waiting" ? null : at,
      wish.bought === true ? randomUUID() : null,
      JSON.stringify(wish.leftOut ?? []),
    ],
  );
  return messageId;
}

async function product(productId: string, title: string, change: object = {}): Promise<void> {
  const wish = { shopId, deletedAt: null, ...change };
  await world.owner.query(
    `insert into product (shop_id, product_id, title, currency, created_at, updated_at, deleted_at)
     values ($1, $2, $3, 'EUR', $4, $4, $5)`,
    [wish.shopId, productId, title, world.clock.now(), wish.deletedAt],
  );
}

async function credit(kind: string, minor: number, messageId: string | null): Promise<void> {
  await world.owner.query(
    `insert into credit (order_id, shop_id, kind, reason, message_id, amount_minor, currency, at)
     values (gen_random_uuid(), $1, $2, 'test', $3, $4, 'EUR', $5)`,
    [shopId, kind, messageId, minor, world.clock.now()],
  );
}

describe("recommendationReport", () => {
  test("of a new shop says what is missing, and counts nothing", async () => {
    expect(await report()).toMatchObject({
      settings: { isOn: false, thresholdMinor: null },
      readiness: { numberConnected: false, template: "missing", carousels: [], alerts: [] },
      messagePrice: { currency: "EUR" },
      usualPrice: null,
      history: [],
      model: null,
      waiting: { cases: 0, nextAt: null },
      outcomes: [],
      messages: { sent: 0, delivered: 0, read: 0, tapped: 0 },
      recommended: { orders: 0, amounts: [] },
      costs: [],
      lift: { lift: null, running: 0 },
      latest: [],
    });
  });

  test("counts what became of cases, by the message where one was planned", async () => {
    await recommendation({ state: "planned", messageState: "read", taps: 2 });
    // Somebody's, and nobody knows whose.
    await world.owner.query(
      "insert into tap_total (shop_id, day, kind, taps) values ($1, $2, 'recommendation', 1)",
      [shopId, world.clock.now()],
    );
    await recommendation({ state: "planned", messageState: "delivered" });
    await recommendation({ state: "planned", messageState: "planned" });
    const skipped = { messageState: "skipped", messageReason: "purchased_customer" };
    await recommendation({ state: "planned", ...skipped });
    await recommendation({ state: "skipped", reason: "no_match" });
    await recommendation({ state: "skipped", reason: "no_match" });
    await recommendation({ state: "skipped", reason: "not_worth_the_price" });
    await recommendation({ state: "held_out", reason: "held_out", arm: "holdout" });
    await recommendation({ state: "superseded", reason: "newer_purchase" });
    await recommendation({ state: "waiting", daysAgo: -3 });
    await recommendation({ state: "waiting", reason: "no_answer", daysAgo: -4 });
    await recommendation({ state: "skipped", reason: "too_late", daysAgo: 31 });

    const { outcomes, messages, waiting, costs } = await report();
    expect(new Set(outcomes)).toEqual(
      new Set([
        { outcome: "sent", reason: null, cases: 2 },
        { outcome: "not_sent", reason: "no_match", cases: 2 },
        { outcome: "sending", reason: null, cases: 1 },
        { outcome: "not_sent", reason: "purchased_customer", cases: 1 },
        { outcome: "not_sent", reason: "not_worth_the_price", cases: 1 },
        { outcome: "held_out", reason: "held_out", cases: 1 },
        { outcome: "superseded", reason: "newer_purchase", cases: 1 },
      ]),
    );
    expect(messages).toEqual({ sent: 2, delivered: 2, read: 1, tapped: 2 });
    expect(waiting).toEqual({ cases: 2, nextAt: daysAgo(-3).toISOString(), unanswered: 1 });
    // What never left gave its reservation back.
    expect(costs).toEqual([{ currency: "EUR", micros: 3 * 113_100 }]);
  });

  test("tells orders credited to recommendations from those of reminders", async () => {
    const sent = await recommendation({ state: "planned", messageState: "read", taps: 1 });
    await credit("recommended", 4_500, sent);
    await credit("recommended", 500, sent);
    await credit("assisted", 900, sent);
    await credit("assisted", 7_777, null);
    const { recommended, assisted } = await report();
    expect(recommended).toEqual({ orders: 2, amounts: [{ minor: 5_000, currency: "EUR" }] });
    expect(assisted).toEqual({ orders: 1, amounts: [{ minor: 900, currency: "EUR" }] });
    const home = await homeReport(world.deps, shopId);
    expect(home.recommendations).toEqual({ isOn: false, sent: 1, recommended });
    expect(home.assisted).toEqual({ orders: 1, amounts: [{ minor: 7_777, currency: "EUR" }] });
  });

  test("compares the arms once their days are over, whatever became of the message", async () => {
    const old = { daysAgo: 20 };
    for (let n = 0; n < 6; n += 1) {
      await recommendation({
        ...old,
        state: "planned",
        arm: "treated",
        messageState: "read",
        bought: n < 3,
      });
    }
    const failed = { messageState: "failed", messageReason: "undeliverable" };
    await recommendation({ ...old, state: "planned", arm: "treated", ...failed });
    await recommendation({ ...old, state: "held_out", arm: "holdout", bought: true });
    await recommendation({ ...old, state: "held_out", arm: "holdout" });
    await recommendation({ state: "held_out", arm: "holdout", daysAgo: 2, bought: true });
    await recommendation({ state: "planned", arm: "treated", messageState: "read", daysAgo: 200 });
    const { lift } = await report();
    expect(lift).toMatchObject({
      treated: { cases: 7, buyers: 3 },
      holdout: { cases: 2, buyers: 1 },
      running: 1,
      lift: { treated: 3 / 7, holdout: 1 / 2, isClear: false },
    });
  });

  test("lists the latest decisions with person, products and reason, and the number masked", async () => {
    await product("81", "Espressobohnen");
    const leftOut = [
      { why: "out_of_stock", count: 4 },
      { why: "bought_already", count: 1 },
    ];
    await recommendation({ state: "skipped", reason: "no_match", daysAgo: 1, leftOut });
    const beans = {
      productId: "82",
      title: "Filterpapier",
      priceMinor: 490,
      currency: "EUR",
      probability: 0.12,
      source: "co_purchase",
      reason: { kind: "bought_with", productId: "81" },
    };
    const chosen = { products: [beans], marginMinor: 24 };
    await recommendation({ state: "planned", messageState: "sent", ...chosen });
    const { latest } = await report();
    expect(latest).toMatchObject([
      {
        outcome: "sent",
        reason: null,
        personId: contactId,
        firstName: "Mara",
        orderName: "#1042",
        expectedMargin: { minor: 24, currency: "EUR" },
        products: [
          {
            title: "Filterpapier",
            chance: 0.12,
            why: {
              de: "Wer Espressobohnen gekauft hat, kauft das danach oft",
              en: "Customers who bought Espressobohnen often buy this afterwards",
            },
          },
        ],
      },
      {
        outcome: "not_sent",
        reason: "no_match",
        products: [],
        leftOut: {
          de: "Nicht gezeigt: 4 in diesem Markt nicht vorrätig, 1 schon gekauft",
          en: "Left out: 4 out of stock in this market, 1 bought already",
        },
      },
    ]);
    expect(latest[0]?.phone).toMatch(/^\+49…\d{3}$/);
    expect(JSON.stringify(latest)).not.toContain(PHONE.slice(4));
  });

  test("shows twenty decisions at most, none of another shop, and reads what it does not know as nothing", async () => {
    const strange = [{ productId: 7, later: "field" }];
    for (let n = 0; n < 22; n += 1) {
      const more = { products: strange, leftOut: strange, daysAgo: n };
      await recommendation({ state: "skipped", reason: "no_match", ...more });
    }
    const { latest } = await report();
    expect(latest).toHaveLength(20);
    expect(latest.map((one) => one.decidedAt)).toEqual(
      latest
        .map((one) => one.decidedAt)
        .toSorted()
        .toReversed(),
    );
    expect(latest.every((one) => one.products.length === 0)).toBe(true);
    shopId = await world.addShop();
    expect((await report()).latest).toEqual([]);
  });

  test("says how the model was learned, and shows its curve", async () => {
    const found = {
      orders: 5_000,
      persons: 2_100,
      products: 320,
      source: "learned",
      heldOut: { from: "2026-08-01", to: "2026-09-30", persons: 640 },
      curve: [{ threshold: 0.05, coverage: 0.4, precision: 0.2, persons: 256 }],
      hitRate: { ours: 0.24, popularity: 0.12 },
      calibration: [],
      orderChance: 0.4,
      seconds: 12,
    };
    await world.owner.query(
      `insert into recommendation_model (shop_id, due_at, fitted_at, report) values ($1, $2, $2, $3)`,
      [shopId, world.clock.now(), JSON.stringify(found)],
    );
    const { model } = await report();
    expect(model).toMatchObject({
      fittedAt: world.clock.now().toISOString(),
      report: { orders: 5_000, source: "learned", heldOutPersons: 640, orderChance: 0.4 },
    });
    expect(model?.report?.curve).toEqual(found.curve);
  });

  test("knows the usual price from lines that are products, in the shop's own currency", async () => {
    const order = async (currency: string, lines: [string, number][]) => {
      const id = randomUUID();
      await world.owner.query(
        `insert into shop_order (id, shop_id, shopify_id, total_minor, currency, created_at, updated_at, written_at)
         values ($1::uuid, $2, ($1::uuid)::text, 1, $3, $4, $4, $4)`,
        [id, shopId, currency, world.clock.now()],
      );
      for (const [n, [kind, price]] of lines.entries()) {
        await world.owner.query(
          `insert into order_line (shop_id, order_id, line_id, kind, quantity, price_minor) values ($1, $2, $3, $4, 1, $5)`,
          [shopId, id, String(n), kind, price],
        );
      }
    };
    await order("EUR", [
      ["product", 1_000],
      ["product", 2_500],
      ["product", 9_000],
      ["product", 0],
      ["gift_card", 50_000],
    ]);
    await order("USD", [["product", 70_000]]);
    expect((await report()).usualPrice).toBe(2_500);
  });
});

describe("saveRecommendationSettings", () => {
  test("changes what is named, twice as well as once, and leaves the rest", async () => {
    await saveRecommendationSettings(world.deps, shopId, { marginPercent: 55, thresholdMinor: 30 });
    for (const isOn of [true, true]) {
      await saveRecommendationSettings(world.deps, shopId, { isOn });
    }
    const { settings } = await report();
    expect(settings).toMatchObject({ isOn: true, marginPercent: 55, thresholdMinor: 30 });
    await saveRecommendationSettings(world.deps, shopId, { thresholdMinor: null });
    expect((await report()).settings).toMatchObject({ isOn: true, thresholdMinor: null });
  });

  test("two savers at once do not undo each other", async () => {
    await Promise.all([
      saveRecommendationSettings(world.deps, shopId, { isOn: true }),
      saveRecommendationSettings(world.deps, shopId, { maxProducts: 5 }),
    ]);
    expect((await report()).settings).toMatchObject({ isOn: true, maxProducts: 5 });
  });

  test("names excluded products, those that are gone by their number", async () => {
    await product("81", "Espressobohnen");
    await saveRecommendationSettings(world.deps, shopId, { excludedProductIds: ["81", "99"] });
    expect((await report()).excluded).toEqual([
      { productId: "81", title: "Espressobohnen" },
      { productId: "99", title: "99" },
    ]);
  });
});

describe("searchProducts", () => {
  test("finds by a part of the title, whatever its case, and takes signs as they are", async () => {
    await product("81", "Espressobohnen 100 %");
    await product("82", "Filterpapier");
    await product("83", "Alte Bohnen", { deletedAt: world.clock.now() });
    await product("84", "Bohnen nebenan", { shopId: await world.addShop() });
    const titles = async (text: string) =>
      (await searchProducts(world.deps, shopId, text)).products.map(({ title }) => title);
    expect(await titles("  BOHNEN ")).toEqual(["Espressobohnen 100 %"]);
    expect(await titles("")).toEqual(["Espressobohnen 100 %", "Filterpapier"]);
    expect(await titles("%")).toEqual(["Espressobohnen 100 %"]);
    expect(await titles("_")).toEqual([]);
    expect(await titles("'; drop table product; --")).toEqual([]);
  });

  test("shows twenty and says that there are more", async () => {
    for (let n = 10; n < 31; n += 1) await product(String(n), `Tasse ${n}`);
    const { products, more } = await searchProducts(world.deps, shopId, "tasse");
    expect([products.length, more]).toEqual([20, true]);
  });
});
