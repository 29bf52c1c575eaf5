import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RecommendationSettings } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { RecommenderError } from "#app/ports/recommender.ts";
import {
  CHOSEN,
  LIKED,
  Proposals,
  type Recommending,
  startRecommending,
  variantOf,
} from "./recommendation-kit.ts";
import { startStories, type Stories } from "./stories.ts";
import { nextMorning } from "./story-kit.ts";

let stories: Stories;
let shop: Recommending;
const proposals = new Proposals();

beforeAll(async () => {
  stories = await startStories();
  stories.deps.recommender = proposals.recommender(() => new RecommenderError("broken"));
  shop = await startRecommending(stories);
});
afterAll(() => stories.close());
beforeEach(async () => {
  nextMorning(stories);
  proposals.propose(...LIKED);
  await shop.choose(CHOSEN);
});
/** What a test changed at the stand-in. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const back of undo.splice(0)) await back();
});

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
