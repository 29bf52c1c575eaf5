import { beforeEach, describe, expect, test } from "vitest";
import { findContact, mergeContacts, splitContact } from "#app/modules/contacts/index.ts";
import type { RecommendationSettings } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { CHOSEN, LIKED, type Recommending, SHIRT, variantOf } from "./recommendation-kit.ts";
import type { Stories } from "./stories.ts";
import { withRecommending } from "./with-recommending.ts";

let stories: Stories;
let shop: Recommending;
const { proposals, undo } = withRecommending((opened) => {
  ({ stories, shop } = opened);
});
beforeEach(() => shop.choose(CHOSEN));

const choose = (settings: Partial<RecommendationSettings>) => shop.choose(settings);

describe("between planning and sending", () => {
  test("an order of which everything went back ends the message", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await shop.shopify(`orders/${person.orderId}/refund`);
    await shop.work();
    await shop.send();
    expect(await shop.accepted(person.phone)).toEqual([]);
    expect(await shop.casesOf(person)).toMatchObject([
      { message: "skipped", message_reason: "order_cancelled" },
    ]);
  });

  test("a merchant who switches recommendations off sends none from then on", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await choose({ isOn: false });
    await shop.send();
    await shop.recommend(0);
    expect(await shop.accepted(person.phone)).toEqual([]);
    expect(await shop.casesOf(person)).toMatchObject([
      { state: "skipped", reason: "recommendations_off" },
    ]);
  });

  test("a product that the merchant excludes makes way for another", async () => {
    const person = await shop.bought();
    await shop.later(14);
    await choose({ excludedProductIds: [String(LIKED[0])] });
    await shop.send();
    expect(await shop.accepted(person.phone)).toEqual([]);
    await shop.recommend(0);
    expect(await shop.accepted(person.phone)).toHaveLength(1);
    const [decided] = await shop.casesOf(person);
    expect(decided).toMatchObject({ state: "planned", message: "accepted" });
    expect(decided?.products.map(({ productId }) => productId)).not.toContain(String(LIKED[0]));
  });
});

test("a case that is decided anew counts for the arm that it was drawn into, also when it comes to nothing", async () => {
  await choose({ holdoutPercent: 50 });
  const person = await shop.bought();
  await shop.drawArm(person.orderId, "treated", 50);
  await shop.later(14);
  stories.clock.forward({ minutes: 15 });
  for (const product of LIKED) {
    const of = { shop: shop.domain };
    undo.push(() => stories.shopify(`products/${product}`, { ...of, price: "19.00" }));
    await stories.shopify(`products/${product}`, { ...of, price: "21.00" });
  }
  await shop.send();
  stories.clock.forward({ seconds: 30 });
  await shop.order({ email: person.email, lineItems: [{ variantId: variantOf(7010) }] });
  await shop.later(0);
  const [first] = await shop.casesOf(person);
  expect(first).toMatchObject({ state: "superseded", arm: "treated", bought: true });
});

test("whoever is held out after a purchase is not asked to stock up on it either", async () => {
  const own = {
    productId: String(SHIRT),
    score: 1,
    probability: 0.5,
    reason: { kind: "bought_before" as const, times: 3 },
    source: "own_rhythm" as const,
    rhythm: { days: 25, persons: 20 },
  };
  proposals.products = [...proposals.products, own];
  await choose({ holdoutPercent: 50 });
  const person = await shop.bought();
  await shop.drawArm(person.orderId, "holdout", 50);
  await shop.recommend(14);
  await choose({ holdoutPercent: 0 });
  await shop.recommend(9);
  expect(await shop.accepted(person.phone)).toEqual([]);
  expect(await shop.casesOf(person)).toMatchObject([
    { kind: "after_purchase", state: "held_out" },
    { kind: "replenishment", state: "held_out", arm: "holdout" },
  ]);
});

test("two orders of one second are one occasion to write", async () => {
  const person = await shop.bought();
  await shop.order({ email: person.email, lineItems: [{ variantId: variantOf(7010) }] });
  await shop.recommend();
  await shop.recommend(1);
  expect(await shop.accepted(person.phone)).toHaveLength(1);
  const states = (await shop.casesOf(person)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(["planned", "superseded"]);
});

describe("two contacts", () => {
  const decided = { reason: "merchant", decidedBy: "merchant", staffId: "42" } as const;
  const contactOf = (phone: string): Promise<string> =>
    stories.deps.db.inShop(shop.shopId, async (tx) => {
      const identifiers = [{ kind: "phone" as const, value: phone }];
      const found = await findContact(stories.deps, tx, { shopId: shop.shopId, identifiers });
      if (!found) throw new Error(`Nobody has ${phone}`);
      return found.id;
    });
  const join = (one: string, two: string) =>
    stories.deps.db.inShop(shop.shopId, (tx) => {
      const contactIds: [string, string] = [one, two];
      return mergeContacts(stories.deps, tx, { shopId: shop.shopId, contactIds, ...decided });
    });
  const part = (contactId: string) =>
    stories.deps.db.inShop(shop.shopId, (tx) =>
      splitContact(stories.deps, tx, { shopId: shop.shopId, contactId, ...decided }),
    );

  test("that turn out to be one person while their orders wait hear of the newer one, once", async () => {
    const first = await shop.bought();
    stories.clock.forward({ hours: 24 });
    const second = await shop.bought();
    await join(await contactOf(first.phone), await contactOf(second.phone));
    await shop.recommend(14);
    await shop.recommend(1);
    const sent = [...(await shop.accepted(first.phone)), ...(await shop.accepted(second.phone))];
    expect(sent).toHaveLength(1);
    expect(await shop.casesOf(first)).toMatchObject([{ state: "superseded" }]);
    expect(await shop.casesOf(second)).toMatchObject([{ state: "planned", message: "accepted" }]);
  });

  test.each([
    ["while the case waits", 0],
    ["while the message waits", 14],
  ])("that turn out to be two %s hear nothing of each other's purchases", async (_, days) => {
    const [first, second] = [await shop.leftCart(), await shop.leftCart()];
    const [one, two] = [await contactOf(first.phone), await contactOf(second.phone)];
    const kept = await join(one, two);
    const [stays, leaves] = kept === one ? [first, second] : [second, first];
    const lineItems = [{ variantId: variantOf(SHIRT) }];
    await shop.order({ email: leaves.email, lineItems });
    await shop.later(days);
    await part(kept === one ? two : one);
    await shop.send();
    await shop.recommend(14 - days);
    expect(await shop.accepted(stays.phone)).toEqual([]);
  });
});
