import { describe, expect, test } from "vitest";
import { saveBudget } from "#app/modules/costs/index.ts";
import { recommendInTurn } from "#app/modules/recommendations/index.ts";
import type { RecommendationSettings } from "#app/modules/recommendations/recommendation-settings.types.ts";
import {
  cardsOf,
  CHOSEN,
  LIKED,
  OTHERS,
  type Recommending,
  SHIRT,
  variantOf,
} from "./recommendation-kit.ts";
import { shopifyArrives, type Stories } from "./stories.ts";
import { withRecommending } from "./with-recommending.ts";

let stories: Stories;
let shop: Recommending;
type Person = Awaited<ReturnType<Recommending["bought"]>>;
const { proposals, undo } = withRecommending((opened) => {
  ({ stories, shop } = opened);
});

const change = async (product: number, what: object) => {
  const of = { shop: shop.domain };
  undo.push(() =>
    stories.shopify(`products/${product}`, { ...of, available: true, price: "19.00" }),
  );
  await stories.shopify(`products/${product}`, { ...of, ...what });
};
const choose = async (settings: Partial<RecommendationSettings>) => {
  undo.push(() => shop.choose(CHOSEN));
  await shop.choose(settings);
};

describe("after a purchase", () => {
  test("a carousel with what fits goes out two weeks later, once, with uploaded pictures", async () => {
    const person = await shop.bought();
    await shop.recommend(13.9);
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.recommend(0.2);
    await shop.recommend(0.1);
    const sent = await shop.accepted(person.phone);
    expect(sent.map(({ template }) => template)).toEqual(["beckon_recommendation_carousel_3_v1"]);
    const cards = cardsOf(sent[0]?.body);
    expect(cards).toHaveLength(3);
    for (const card of cards) expect(card).toMatch(/"image":\{"id":"\d+"\}/);
    expect(JSON.stringify(sent[0]?.body)).toContain("Mara");
    expect(await shop.casesOf(person)).toMatchObject([
      { kind: "after_purchase", state: "planned", arm: "treated", message: "accepted", rounds: 1 },
    ]);
  });

  test("the same pictures are uploaded once for everybody", async () => {
    const people = [await shop.bought(), await shop.bought()];
    await shop.recommend();
    const sent = await Promise.all(people.map(({ phone }) => shop.accepted(phone)));
    const [first, second] = sent.map(([message]) => cardsOf(message?.body));
    const pictures = (cards: string[] = []) => cards.map((card) => /"id":"(\d+)"/.exec(card)?.[1]);
    expect(pictures(second)).toEqual(pictures(first));
    const { rows } = await stories.owner.query("select 1 from media where shop_id = $1", [
      shop.shopId,
    ]);
    expect(rows).toHaveLength(LIKED.length);
  });

  test("a single match is a single template, with its picture", async () => {
    const [only, ...rest] = LIKED.map(String);
    await choose({ excludedProductIds: [...OTHERS, ...rest] });
    const person = await shop.bought();
    await shop.recommend();
    const [sent] = await shop.accepted(person.phone);
    expect(sent?.template).toBe("beckon_recommendation_v1");
    expect((await shop.casesOf(person))[0]?.products).toMatchObject([{ productId: only }]);
    expect(JSON.stringify(sent?.body)).toMatch(/"image":\{"id":"\d+"\}/);
  });

  test("a week after the delivery where the carrier tells of it", async () => {
    const person = await shop.bought();
    stories.clock.forward({ hours: 48 });
    await stories.shopify(`orders/${person.orderId}/fulfil`, { shop: shop.domain });
    stories.clock.forward({ minutes: 1 });
    await stories.shopify(`orders/${person.orderId}/parcels`, {
      shop: shop.domain,
      shipmentStatus: "delivered",
    });
    await shopifyArrives(stories);
    await shop.work();
    await shop.recommend(6.9);
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.recommend(0.2);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });

  test("somebody who agrees on the page that thanks for the order is followed up, too", async () => {
    const made = await shop.checkout({ email: "late@example.com" });
    const orderId = await shop.order({ checkoutToken: made.token });
    expect(await shop.casesOf({ orderId })).toEqual([]);
    await shop.tick("+4915155500001", made.token);
    expect(await shop.casesOf({ orderId })).toMatchObject([{ state: "waiting" }]);
  });

  test("an order is credited when it holds the product that was tapped", async () => {
    const person = await shop.bought();
    await shop.recommend();
    expect(await shop.tapOn(person, LIKED[1])).toMatch(/^\/shop\/products\//);
    stories.clock.forward({ hours: 2 });
    const lineItems = [{ variantId: variantOf(LIKED[1]) }];
    const order = await shop.order({ email: person.email, lineItems });
    expect(await shop.creditOf(order)).toEqual({
      kind: "recommended",
      reason: "recommended",
      message: "recommendation",
    });
    expect(await shop.casesOf(person)).toMatchObject([{ bought: true }, { state: "waiting" }]);
  });

  test("an order of something else was helped by the tap, no more", async () => {
    const person = await shop.bought();
    await shop.recommend();
    await shop.tapOn(person, LIKED[1]);
    const lineItems = [{ variantId: variantOf(LIKED[2]) }];
    const order = await shop.order({ email: person.email, lineItems });
    expect(await shop.creditOf(order)).toMatchObject({
      kind: "assisted",
      reason: "tapped_recommendation",
    });
  });

  test("links lead into a cart where the merchant wants that", async () => {
    await choose({ cart: "cart" });
    const person = await shop.bought();
    await shop.recommend();
    expect(await shop.tapOn(person, LIKED[0])).toBe(`/cart/${variantOf(LIKED[0])}:1`);
  });
});

describe("things that are bought again and again", () => {
  /** The shop's people buy their shirt again every thirty days. */
  const inRhythm = () => {
    const reason = { kind: "bought_before", times: 1 } as const;
    const rhythm = { days: 30, persons: 20 };
    const own = { productId: String(SHIRT), score: 1, probability: 0.5, reason, rhythm };
    proposals.products = [{ ...own, source: "own_rhythm" }];
  };

  test("are offered when they run out, not right after the purchase", async () => {
    inRhythm();
    const person = await shop.bought();
    await choose({
      excludedProductIds: [...OTHERS.filter((id) => id !== String(SHIRT)), ...LIKED.map(String)],
    });
    await shop.recommend();
    expect(await shop.casesOf(person)).toMatchObject([
      { kind: "after_purchase", state: "skipped", reason: "no_match" },
      { kind: "replenishment", state: "waiting" },
    ]);
    await shop.recommend(12.9);
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.recommend(0.2);
    const [sent] = await shop.accepted(person.phone);
    expect(sent?.template).toBe("beckon_recommendation_v1");
    const [, again] = await shop.casesOf(person);
    expect(again).toMatchObject({ state: "planned", products: [{ productId: String(SHIRT) }] });
  });

  test("are not offered where the merchant does not want that", async () => {
    inRhythm();
    await choose({ replenishment: false });
    const person = await shop.bought();
    await shop.recommend();
    const cases = await shop.casesOf(person);
    expect(cases.map(({ kind }) => kind)).toEqual(["after_purchase"]);
    expect(cases[0]?.products.map(({ productId }) => productId)).not.toContain(String(SHIRT));
  });
});

describe("nothing is sent", () => {
  /** The person's case, and how many messages they got. */
  const endOf = async (person: Person) => {
    const [one] = await shop.casesOf(person);
    return { ...one, sent: (await shop.accepted(person.phone)).length };
  };

  test("to whom nothing fits", async () => {
    await choose({ excludedProductIds: [...OTHERS, ...LIKED.map(String)] });
    const person = await shop.bought();
    await shop.recommend();
    expect(await endOf(person)).toMatchObject({
      state: "skipped",
      reason: "no_match",
      message: null,
      sent: 0,
    });
  });

  test("when the expected margin does not reach the threshold", async () => {
    await choose({ thresholdMinor: 1_000_000 });
    const person = await shop.bought();
    await shop.recommend();
    expect(await endOf(person)).toMatchObject({
      state: "skipped",
      reason: "not_worth_the_price",
      sent: 0,
    });
  });

  test("when everything that fits is out of stock", async () => {
    await choose({ excludedProductIds: OTHERS });
    for (const product of LIKED) await change(product, { available: false });
    const person = await shop.bought();
    await shop.recommend();
    expect(await endOf(person)).toMatchObject({
      state: "skipped",
      reason: "out_of_stock",
      sent: 0,
    });
  });

  test("to somebody held out, who would have got a message", async () => {
    await choose({ holdoutPercent: 50 });
    const [person, other] = [await shop.bought(), await shop.bought()];
    await shop.drawArm(person.orderId, "holdout", 50);
    await shop.drawArm(other.orderId, "treated", 50);
    await shop.recommend();
    expect(await endOf(person)).toMatchObject({
      arm: "holdout",
      state: "held_out",
      reason: "held_out",
      sent: 0,
    });
    expect((await shop.casesOf(person))[0]?.products).toHaveLength(3);
    expect(await shop.accepted(other.phone)).toHaveLength(1);
    stories.clock.forward({ hours: 24 });
    for (const { email } of [person, other]) await shop.order({ email });
    const cases = [...(await shop.casesOf(person)), ...(await shop.casesOf(other))];
    expect(cases.filter(({ bought }) => bought).map(({ arm }) => arm)).toEqual([
      "holdout",
      "treated",
    ]);
  });

  test("after the order was cancelled, and the case ends at once", async () => {
    const person = await shop.bought();
    await shop.shopify(`orders/${person.orderId}/cancel`);
    await shop.work();
    await shop.later(0);
    expect(await endOf(person)).toMatchObject({
      state: "skipped",
      reason: "order_cancelled",
      sent: 0,
    });
  });

  test("when the order is cancelled between planning and sending", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await shop.shopify(`orders/${person.orderId}/cancel`);
    await shop.work();
    await shop.send();
    expect(await endOf(person)).toMatchObject({
      message: "skipped",
      message_reason: "order_cancelled",
      sent: 0,
    });
  });

  test("for a test order, and to somebody who never agreed", async () => {
    const cart = await shop.leftCart();
    const test = await shop.order({ checkoutToken: cart.token, test: true });
    const other = await shop.checkout({ email: "nobody@example.com" });
    const strangers = await shop.order({ checkoutToken: other.token });
    for (const orderId of [test, strangers]) expect(await shop.casesOf({ orderId })).toEqual([]);
  });

  test("after a STOP between planning and sending", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await shop.inbound(person.phone, { text: "STOP" });
    await shop.send();
    expect(await endOf(person)).toMatchObject({
      message: "skipped",
      message_reason: "consent_withdrawn",
      sent: 0,
    });
  });

  test("after a STOP that no job has read yet", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await shop.inbound(person.phone, { text: "STOP" }, false);
    await shop.send();
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.work();
    await shop.send();
    expect(await endOf(person)).toMatchObject({ message: "skipped", sent: 0 });
  });

  test("to somebody who is being reminded of a cart", async () => {
    const person = await shop.bought();
    stories.clock.forward({ hours: 14 * 24 - 3 });
    const cart = await shop.checkout({ email: person.email });
    await shop.tick(person.phone, cart.token);
    stories.clock.forward({ hours: 3, minutes: 1 });
    await shop.plan();
    await shop.decide();
    await shop.send();
    expect(await endOf(person)).toMatchObject({
      message: "skipped",
      message_reason: "open_series",
    });
    const [sent, ...more] = await shop.accepted(person.phone);
    expect(sent?.template).toContain("cart_reminder");
    expect(more).toEqual([]);
  });

  test("after a STOP before planning", async () => {
    const person = await shop.bought();
    await shop.inbound(person.phone, { text: "STOP" });
    await shop.recommend();
    expect(await shop.casesOf(person)).toMatchObject([{ state: "skipped" }]);
    expect(
      (await shop.accepted(person.phone)).filter(({ template }) => template?.includes("recom")),
    ).toEqual([]);
  });
});

describe("a newer purchase", () => {
  test("before planning: the older case gives way, the newer one is followed up", async () => {
    const person = await shop.bought();
    stories.clock.forward({ hours: 24 * 10 });
    await shop.order({ email: person.email, lineItems: [{ variantId: variantOf(7010) }] });
    await shop.recommend(5);
    expect(await shop.casesOf(person)).toMatchObject([
      { state: "superseded", reason: "newer_purchase" },
      { state: "waiting" },
    ]);
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.recommend(10);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });

  test("between planning and sending ends the message", async () => {
    const person = await shop.bought();
    await shop.later(14);
    stories.clock.forward({ seconds: 30 });
    await shop.order({ email: person.email, lineItems: [{ variantId: variantOf(7010) }] });
    await shop.send();
    const [first] = await shop.casesOf(person);
    expect(first).toMatchObject({ message: "skipped" });
    expect(first?.message_reason).toMatch(/^purchased_/);
    expect(await shop.accepted(person.phone)).toEqual([]);
  });

  test("that Shopify knows of and no webhook has told ends it, too", async () => {
    const person = await shop.bought();
    await shop.later(14);
    stories.clock.forward({ seconds: 30 });
    await shop.order({ email: person.email, lineItems: [{ variantId: variantOf(7010) }] }, false);
    await shop.send();
    expect(await shop.accepted(person.phone)).toEqual([]);
  });
});

describe("stock and price at the moment of sending", () => {
  test("what has sold out since is decided anew, and something else is sent", async () => {
    const person = await shop.bought();
    await shop.later(14);
    stories.clock.forward({ minutes: 15 });
    await change(LIKED[0], { available: false });
    await shop.send();
    expect(await shop.accepted(person.phone)).toEqual([]);
    expect(await shop.recommendationsTo(person)).toMatchObject([
      { state: "skipped", reason: "offer_changed" },
    ]);
    await shop.recommend(0);
    const [sent] = await shop.accepted(person.phone);
    expect(sent?.template).toContain("carousel");
    const [decided] = await shop.casesOf(person);
    expect(decided).toMatchObject({ state: "planned", message: "accepted", rounds: 2 });
    const ids = decided?.products.map(({ productId }) => productId);
    expect(ids).toContain(String(LIKED[1]));
    expect(ids).not.toContain(String(LIKED[0]));
  });

  test("a new price is what the message says", async () => {
    const person = await shop.bought();
    await shop.later(14);
    stories.clock.forward({ minutes: 15 });
    await change(LIKED[0], { price: "33.33" });
    await shop.send();
    await shop.recommend(0);
    const [sent] = await shop.accepted(person.phone);
    expect(JSON.stringify(sent?.body)).toContain("33,33");
  });

  test("nothing is sent while Shopify does not answer", async () => {
    const person = await shop.bought();
    await shop.later(14);
    stories.clock.forward({ minutes: 15 });
    const works = stories.deps.shopify;
    stories.deps.shopify = { query: () => Promise.reject(new Error("away")) };
    try {
      await shop.send();
    } finally {
      stories.deps.shopify = works;
    }
    expect(await shop.accepted(person.phone)).toEqual([]);
    stories.clock.forward({ seconds: 10 });
    await shop.send();
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });
});

describe("planning again, at once, or after a crash", () => {
  test("webhooks twice and in the wrong order make one case and one message", async () => {
    const cart = await shop.leftCart({
      lineItems: [{ variantId: variantOf(SHIRT), quantity: 1 }],
    });
    const orderId = await shop.order({ checkoutToken: cart.token }, false);
    await shop.workOn("orders/paid");
    await shop.work();
    await stories.owner.query(
      "update intake_event set status = 'received' where shop_id = $1 and topic like 'orders/%'",
      [shop.shopId],
    );
    await shop.work();
    await shop.recommend();
    expect(await shop.casesOf({ orderId })).toHaveLength(1);
    expect(await shop.accepted(cart.phone)).toHaveLength(1);
  });

  test("two workers at once plan one message", async () => {
    const person = await shop.bought();
    stories.clock.forward({ hours: 14 * 24, seconds: 1 });
    await Promise.all([shop.decide(), shop.decide(), shop.decide()]);
    await shop.send();
    expect(await shop.recommendationsTo(person)).toHaveLength(1);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });

  test("a worker takes two batches at a time and leaves the others to the next sweep", async () => {
    const people = [await shop.bought(), await shop.bought(), await shop.bought()];
    stories.clock.forward({ hours: 14 * 24, seconds: 1 });
    const { shopId } = shop;
    const cases = (await Promise.all(people.map(shop.casesOf))).flat();
    const batches = cases.map(({ id, due_at }) => ({
      shopId,
      due: [{ caseId: id, dueAt: due_at }],
    }));
    await Promise.all(batches.map((batch) => recommendInTurn(stories.deps, batch)));
    const states = async () =>
      (await Promise.all(people.map(shop.casesOf))).flat().map(({ state }) => state);
    expect((await states()).toSorted()).toEqual(["planned", "planned", "waiting"]);
    await shop.decide();
    expect(await states()).toEqual(["planned", "planned", "planned"]);
  });

  test("a ranker that does not answer has the case asked about again, and says so", async () => {
    const person = await shop.bought();
    proposals.fails = true;
    await shop.recommend();
    expect(await shop.casesOf(person)).toMatchObject([{ state: "waiting", reason: "no_answer" }]);
    proposals.fails = false;
    await shop.recommend(0.01);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });

  test("a database that breaks off while planning leaves the case to be planned once", async () => {
    const person = await shop.bought();
    const { db } = stories.deps;
    let left = 2; // the first transaction loads, the one that plans breaks off
    stories.deps.db = {
      ...db,
      inShop: (shopId, act) =>
        db.inShop(shopId, async (tx) => {
          const done = await act(tx);
          const { rows } = await stories.owner.query("select 1");
          left -= 1;
          if (left < 0 && rows.length > 0) throw new Error("broken off");
          return done;
        }),
    };
    try {
      await shop.later(14).catch(() => undefined);
    } finally {
      stories.deps.db = db;
    }
    expect(await shop.recommendationsTo(person)).toEqual([]);
    await shop.recommend(0.01);
    expect(await shop.recommendationsTo(person)).toHaveLength(1);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
  });

  test("a budget that is used up is not passed", async () => {
    const person = await shop.bought();
    const none = { currency: "EUR" as const, dayLimit: null, monthLimit: null, unknownPrice: null };
    undo.push(() => saveBudget(stories.deps, shop.shopId, none));
    await saveBudget(stories.deps, shop.shopId, { ...none, dayLimit: 1, monthLimit: 1 });
    await shop.recommend();
    expect(await shop.accepted(person.phone)).toEqual([]);
    expect(await shop.casesOf(person)).toMatchObject([{ state: "planned" }]);
  });
});
