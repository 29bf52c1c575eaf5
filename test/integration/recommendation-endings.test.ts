import { beforeEach, describe, expect, test } from "vitest";
import { saveBudget } from "#app/modules/costs/index.ts";
import { recommendationReport } from "#app/modules/reports/index.ts";
import german from "#app/ui/messages/de.json" with { type: "json" };
import english from "#app/ui/messages/en.json" with { type: "json" };
import {
  CHOSEN,
  LIKED,
  OTHERS,
  type Recommending,
  SHIRT,
  variantOf,
} from "./recommendation-kit.ts";
import type { Stories } from "./stories.ts";
import { nextMorning } from "./story-kit.ts";
import { withRecommending } from "./with-recommending.ts";

let stories: Stories;
let shop: Recommending;
type Person = Awaited<ReturnType<Recommending["bought"]>>;
const { proposals, undo } = withRecommending((opened) => {
  ({ stories, shop } = opened);
});
beforeEach(() =>
  shop.choose({ ...CHOSEN, excludedProductIds: OTHERS.filter((id) => id !== String(SHIRT)) }),
);

/** What the admin's list says of the latest decision, where it has words for it in both languages. */
async function told(): Promise<string> {
  const { latest } = await recommendationReport(stories.deps, shop.shopId);
  const reason = latest[0]?.reason ?? "";
  for (const { reasons, recommendations } of [german, english]) {
    const words: Record<string, string> = { ...reasons, ...recommendations.reasons };
    expect(words[reason]).toMatch(/\w/);
  }
  return `${latest[0]?.outcome}: ${reason}`;
}

const setRows = (sql: string) => stories.owner.query(sql, [shop.shopId]);

describe("what comes between planning and sending", () => {
  const changes: [string, string, (person: Person) => Promise<unknown>][] = [
    [
      "the opt-out",
      "not_sent: consent_withdrawn",
      (person) => shop.inbound(person.phone, { text: "STOP" }),
    ],
    [
      "everything selling out",
      "not_sent: out_of_stock",
      async () => {
        stories.clock.forward({ hours: 1 });
        for (const id of LIKED) {
          const of = { shop: shop.domain };
          undo.push(() => stories.shopify(`products/${id}`, { ...of, available: true }));
          await stories.shopify(`products/${id}`, { ...of, available: false });
        }
        await shop.send();
        await shop.decide();
      },
    ],
    [
      "a template that stays paused",
      "not_sent: template_paused_too_long",
      async () => {
        undo.push(() => setRows("update template set status = 'APPROVED' where shop_id = $1"));
        await setRows("update template set status = 'PAUSED' where shop_id = $1");
      },
    ],
    [
      "a number that stays paused",
      "not_sent: number_paused_too_long",
      async () => {
        const far = new Date(stories.clock.now().getTime() + 30 * 86_400_000).toISOString();
        undo.push(() =>
          setRows("update whatsapp_number set paused_until = null where shop_id = $1"),
        );
        await setRows(`update whatsapp_number set paused_until = '${far}' where shop_id = $1`);
      },
    ],
    [
      "a budget that is used up",
      "not_sent: budget",
      async () => {
        const none = {
          currency: "EUR" as const,
          dayLimit: null,
          monthLimit: null,
          unknownPrice: null,
        };
        undo.push(() => saveBudget(stories.deps, shop.shopId, none));
        await saveBudget(stories.deps, shop.shopId, { ...none, dayLimit: 1, monthLimit: 1 });
      },
    ],
    [
      "the end of the app",
      "not_sent: shop_uninstalled",
      async () => {
        undo.push(() => setRows("update shop set status = 'installed' where id = $1"));
        await setRows("update shop set status = 'uninstalled' where id = $1");
      },
    ],
  ];

  test.each(changes)("%s ends it, and the admin says so", async (_what, ending, happens) => {
    const person = await shop.bought();
    await shop.later(14);
    await happens(person);
    await shop.send();
    for (let day = 0; day < 5; day += 1) {
      stories.clock.forward({ hours: 24 });
      await shop.send();
    }
    expect(await told()).toBe(ending);
    expect(await shop.accepted(person.phone)).toEqual([]);
  });
});

test("a merchant who waits for less reaches those, too, whose time was still to come", async () => {
  await shop.choose({ waitDaysAfterOrder: 40 });
  undo.push(() => shop.choose({ waitDaysAfterOrder: 14 }));
  const early = await shop.bought();
  stories.clock.forward({ hours: 24 * 10 });
  const late = await shop.bought();
  await shop.choose({ waitDaysAfterOrder: 12 });
  await shop.recommend(0);
  expect(await shop.accepted(early.phone)).toEqual([]);
  await shop.recommend(2);
  expect(await shop.accepted(early.phone)).toHaveLength(1);
  expect(await shop.accepted(late.phone)).toEqual([]);
  await shop.recommend(10);
  expect(await shop.accepted(late.phone)).toHaveLength(1);
});

test("what runs out is not offered weeks late because nobody answered", async () => {
  const reason = { kind: "bought_before" as const, times: 3, everyDays: 30 };
  const rhythm = { days: 30, persons: 20 };
  const own = { productId: String(SHIRT), score: 1, probability: 0.5, reason, rhythm };
  proposals.products = [{ ...own, source: "own_rhythm" }];
  const person = await shop.bought();
  await shop.choose({
    excludedProductIds: [...OTHERS.filter((id) => id !== String(SHIRT)), ...LIKED.map(String)],
  });
  await shop.recommend();
  proposals.fails = true;
  for (let day = 0; day < 28; day += 1) await shop.later(1);
  const [, again] = await shop.casesOf(person);
  expect(again).toMatchObject({ kind: "replenishment", state: "skipped", reason: "too_late" });
});

test("orders/paid told to three workers at once, before orders/create, is one case, one credit, one message", async () => {
  const cart = await shop.leftCart({ lineItems: [{ variantId: variantOf(SHIRT), quantity: 1 }] });
  const orderId = await shop.order({ checkoutToken: cart.token }, false);
  await Promise.all(Array.from({ length: 3 }, () => shop.workOn("orders/paid")));
  await Promise.all([shop.work(), shop.work(), shop.work()]);
  await shop.recommend();
  expect(await shop.casesOf({ orderId })).toHaveLength(1);
  expect(await shop.creditOf(orderId)).toMatchObject({ kind: "organic" });
  expect(await shop.accepted(cart.phone)).toHaveLength(1);
});

describe("a worker that is killed", () => {
  /** … after so many transactions: none of them is undone, and nothing follows. */
  async function dyingAfter(transactions: number, work: () => Promise<unknown>): Promise<boolean> {
    const { db } = stories.deps;
    let left = transactions;
    let died = false;
    stories.deps.db = {
      ...db,
      inShop: (shopId, act) => {
        left -= 1;
        if (left >= 0) return db.inShop(shopId, act);
        died = true;
        return Promise.reject(new Error("killed"));
      },
    };
    await work().catch(() => undefined);
    stories.deps.db = db;
    return died;
  }

  test("between any two steps of a case leaves it to be planned and sent once", async () => {
    let died = true;
    for (let transactions = 0; died; transactions += 1) {
      const person = await shop.bought();
      stories.clock.forward({ hours: 14 * 24, seconds: 1 });
      died = await dyingAfter(transactions, shop.decide);
      await shop.recommend(0.01);
      expect(await shop.recommendationsTo(person)).toHaveLength(1);
      expect(await shop.accepted(person.phone)).toHaveLength(1);
      nextMorning(stories);
    }
  });
});
