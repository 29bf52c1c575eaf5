import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLink, tapRecorder } from "#app/modules/links/index.ts";
import { startStories, type Stories } from "./stories.ts";
import { newMail, nextMorning, startStory, type Story } from "./story-kit.ts";

const BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Safari/604.1";

let stories: Stories;
let shared: Story;

beforeAll(async () => {
  stories = await startStories();
  shared = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(() => nextMorning(stories));

interface CreditRow {
  kind: string;
  reason: string;
  step: number | null;
  arm: string | null;
  amount: number;
  currency: string;
  series: boolean;
}

async function creditsOf(story: Story): Promise<CreditRow[]> {
  const { rows } = await stories.owner.query<CreditRow>(
    `select c.kind, c.reason, m.step, c.arm, c.amount_minor::int as amount, c.currency, c.series_id is not null as series
     from credit c left join message m on m.id = c.message_id where c.shop_id = $1 order by c.at`,
    [story.shopId],
  );
  return rows;
}

/** The credit of one order; the amount is the order's, not the cart's. */
async function creditOf(orderId: string): Promise<CreditRow | null> {
  const { rows } = await stories.owner.query<CreditRow>(
    `select c.kind, c.reason, m.step, c.arm, c.amount_minor::int as amount, c.currency, c.series_id is not null as series
     from credit c join shop_order o on o.id = c.order_id left join message m on m.id = c.message_id
     where o.shop_id = $1 and o.shopify_id = $2`,
    [shared.shopId, orderId],
  );
  return rows[0] ?? null;
}

/** A tap on the link of this step's message, by somebody or by WhatsApp's preview. */
async function tap(token: string, step = 1, userAgent = BROWSER): Promise<void> {
  const { rows } = await stories.owner.query<{ code: string }>(
    "select l.code from link l join message m on m.id = l.message_id where m.checkout_token = $1 and m.step = $2",
    [token, step],
  );
  const code = rows[0]?.code ?? "";
  const answer = await openLink(stories.deps, {
    code,
    method: "GET",
    userAgent,
    purposeHeaders: [],
    ip: "203.0.113.9",
  });
  expect(answer).toMatchObject({ outcome: "redirect" });
  await tapRecorder(stories.deps).flush();
}

const wamidOf = async (token: string, step = 1) =>
  (await shared.messages(token)).find((message) => message.step === step)?.wamid;

async function reminded(change: { tapTracking?: boolean } = {}) {
  const cart = await shared.leftCart();
  if (change.tapTracking === false) {
    await shared.tick(cart.phone, cart.token, { tapTracking: false });
  }
  await shared.remind();
  stories.clock.forward({ minutes: 10 });
  return cart;
}

test("an order after a tap on the reminder is recovered, with the order's own amount", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token });
  const { rows } = await stories.owner.query<{ total: number }>(
    "select total_minor::int as total from shop_order where shopify_id = $1",
    [id],
  );
  expect(await creditOf(id)).toEqual({
    kind: "recovered",
    reason: "recovered",
    step: 1,
    arm: "treated",
    amount: rows[0]?.total,
    currency: "EUR",
    series: true,
  });
  expect(rows[0]?.total).toBeGreaterThan(0);
});

test("an order in the very second of the tap is recovered although Shopify cuts its time to seconds", async () => {
  const cart = await reminded();
  stories.clock.set(new Date(stories.clock.now().getTime() + 400));
  await tap(cart.token);
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "recovered" });
});

test("an order on another device after a tap is recovered, by the person", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ hours: 20 });
  const id = await shared.order({ email: cart.email });
  expect(await creditOf(id)).toMatchObject({ kind: "recovered", step: 1 });
});

test("a reminder that arrived and was not tapped assists the order of the same checkout only", async () => {
  const cart = await reminded();
  await shared.status(await wamidOf(cart.token), "delivered");
  stories.clock.forward({ minutes: 5 });
  const elsewhere = await shared.order({ email: cart.email });
  expect(await creditOf(elsewhere)).toMatchObject({ kind: "organic" });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "assisted", step: 1, arm: "treated" });
});

test("a reminder that was read without a word of its delivery assists as well", async () => {
  const cart = await reminded();
  await shared.status(await wamidOf(cart.token), "read");
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "assisted" });
});

test("a reminder that has not arrived yet earns nothing", async () => {
  const cart = await reminded();
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({
    kind: "organic",
    reason: "no_reminder",
    series: true,
  });
});

test("an order of somebody who was never reminded is organic", async () => {
  const cart = await shared.checkout({ email: newMail() });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({
    kind: "organic",
    reason: "no_reminder",
    step: null,
    arm: null,
    series: false,
  });
});

test("a look ahead by WhatsApp's preview is no tap", async () => {
  const cart = await reminded();
  await tap(cart.token, 1, "WhatsApp/2.23.20.0 A");
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "organic" });
});

test("a tap of somebody who did not agree to the tracking of taps earns no credit", async () => {
  const cart = await reminded({ tapTracking: false });
  await tap(cart.token);
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "no_reminder" });
});

test("a tap that is six days old earns nothing, one of four days does", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ hours: 4 * 24 });
  const inTime = await shared.order({ email: cart.email });
  expect(await creditOf(inTime)).toMatchObject({ kind: "recovered" });
  stories.clock.forward({ hours: 2 * 24 });
  const late = await shared.order({ email: cart.email });
  expect(await creditOf(late)).toMatchObject({ kind: "organic", reason: "tap_too_old" });
});

describe("one order has one credit", () => {
  test("the last tap's, when two reminders were tapped", async () => {
    const cart = await reminded();
    await tap(cart.token, 1);
    await shared.remind(24);
    stories.clock.forward({ minutes: 10 });
    await tap(cart.token, 2);
    stories.clock.forward({ minutes: 5 });
    const id = await shared.order({ checkoutToken: cart.token });
    expect(await creditOf(id)).toMatchObject({ kind: "recovered", step: 2 });
  });

  test("however often orders/create, paid and updated come, and in whatever order", async () => {
    const story = await startStory(stories);
    const cart = await story.leftCart();
    await story.remind();
    stories.clock.forward({ minutes: 10 });
    await tap(cart.token);
    await stories.shopify("webhooks", { mode: "storm" });
    await story.order({ checkoutToken: cart.token }, false);
    await story.workOn("orders/paid", "orders/updated", "orders/create");
    await story.work();
    await stories.shopify("webhooks", { mode: "normal" });
    expect(await creditsOf(story)).toMatchObject([{ kind: "recovered", step: 1 }]);
  });

  test("which a reminder that arrives after the order does not change", async () => {
    const cart = await reminded();
    const wamid = await wamidOf(cart.token);
    const id = await shared.order({ checkoutToken: cart.token });
    stories.clock.forward({ minutes: 5 });
    await shared.status(wamid, "delivered");
    await shared.shopify(`orders/${id}/pay`);
    await shared.work();
    expect(await shared.messages(cart.token)).toMatchObject([{ state: "delivered" }]);
    expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "no_reminder" });
  });
});

test("a cancelled order loses its credit, and stays without when old news of it come late", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token });
  expect(await creditOf(id)).toMatchObject({ kind: "recovered" });
  stories.clock.forward({ hours: 1 });
  await shared.shopify(`orders/${id}/cancel`);
  await shared.work();
  expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "cancelled" });
  const created_at = new Date(stories.clock.now().getTime() - 3600_000).toISOString();
  await shared.shopify("webhooks/send", {
    topic: "orders/create",
    body: {
      id: Number(id),
      created_at,
      updated_at: created_at,
      currency: "EUR",
      total_price: "1.00",
      checkout_token: cart.token,
    },
  });
  await shared.work();
  expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "cancelled" });
});

test("a test order earns nothing", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({ checkoutToken: cart.token, test: true });
  expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "test_order" });
});

test("an order of somebody held out is organic and counted in its arm", async () => {
  const story = await startStory(stories);
  await story.settings({ holdout: { enabled: true, percent: 50 } });
  const carts = [];
  for (let n = 0; n < 10; n += 1) carts.push(await story.leftCart());
  await story.remind();
  for (const cart of carts) await story.order({ checkoutToken: cart.token });
  const heldOut = (await story.messages()).filter((row) => row.reason === "holdout").length;
  const credits = await creditsOf(story);
  expect(credits).toHaveLength(10);
  expect(credits.filter((credit) => credit.arm === "holdout")).toHaveLength(heldOut);
  expect(credits.filter((credit) => credit.arm === "treated")).toHaveLength(10 - heldOut);
  expect(heldOut).toBeGreaterThan(0);
});

test("an order that is refunded in part keeps the amount that was bought, and loses its credit with the rest", async () => {
  const cart = await reminded();
  await tap(cart.token);
  stories.clock.forward({ minutes: 5 });
  const id = await shared.order({
    checkoutToken: cart.token,
    lineItems: [{ quantity: 2, price: "20.00" }],
  });
  const before = await creditOf(id);
  const { rows } = await stories.owner.query<{ line: string }>(
    `select l.line_id as line from order_line l join shop_order o on o.id = l.order_id where o.shopify_id = $1`,
    [id],
  );
  stories.clock.forward({ hours: 1 });
  await shared.shopify(`orders/${id}/refund`, {
    lines: [{ lineId: Number(rows[0]?.line), quantity: 1 }],
  });
  await shared.work();
  expect(before?.amount).toBeGreaterThan(0);
  expect(await creditOf(id)).toMatchObject({ kind: "recovered", amount: before?.amount });
  stories.clock.forward({ hours: 1 });
  await shared.shopify(`orders/${id}/refund`);
  await shared.work();
  expect(await creditOf(id)).toMatchObject({ kind: "organic", reason: "cancelled" });
});
