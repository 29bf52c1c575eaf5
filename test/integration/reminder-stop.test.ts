import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claimBatch } from "#app/modules/messaging/claim-batch.ts";
import { beginHandingOver } from "#app/modules/messaging/hand-over.store.server.ts";
import { shopifyArrives, startStories, type Stories } from "./stories.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let shared: Story;

beforeAll(async () => {
  stories = await startStories();
  shared = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(() => nextMorning(stories));

const sentStep = (step: number) => ({ step, state: "accepted", reason: null });

describe("a purchase", () => {
  const nothing = async (token: string, phone: string) => {
    expect(await shared.accepted(phone)).toEqual([]);
    const states = (await shared.messages(token)).map((message) => message.state);
    expect(states.filter((state) => state !== "skipped")).toEqual([]);
  };

  test("of the same checkout ends reminding before anything is planned", async () => {
    const cart = await shared.leftCart();
    await shared.order({ checkoutToken: cart.token });
    expect(await shared.checkoutRow(cart.token)).toMatchObject({
      next_reminder_at: null,
      outcome: "purchased_checkout",
    });
    await shared.remind();
    await nothing(cart.token, cart.phone);
  });

  test.each(["cart", "customer", "phone", "email"])(
    "recognised by its %s, on another device, ends reminding before anything is planned",
    async (by) => {
      const customerId = Math.floor(Math.random() * 1e9);
      if (by === "customer")
        await shared.shopify("customers", { id: customerId, email: newMail() });
      const cart = await shared.leftCart(by === "customer" ? { customerId } : {});
      stories.clock.forward({ minutes: 10 });
      const trace = {
        cart: { cartToken: cart.cartToken, email: newMail() },
        customer: { customerId },
        phone: { phone: cart.phone, email: newMail() },
        email: { email: cart.email },
      }[by];
      await shared.order(trace ?? {});
      await shared.remind();
      await nothing(cart.token, cart.phone);
      expect((await shared.checkoutRow(cart.token)).outcome).toBe(`purchased_${by}`);
    },
  );

  test.each(["checkoutToken", "email"] as const)(
    "recognised by %s between planning and sending ends the planned message and its series",
    async (by) => {
      const cart = await shared.leftCart();
      stories.clock.forward({ hours: 2, seconds: 1 });
      await shared.plan();
      await shared.order(by === "email" ? { email: cart.email } : { checkoutToken: cart.token });
      await shared.send();
      await nothing(cart.token, cart.phone);
      const reason = by === "email" ? "purchased_email" : "purchased_checkout";
      expect(await shared.messages(cart.token)).toMatchObject([{ state: "skipped", reason }]);
      expect(await shared.checkoutRow(cart.token)).toMatchObject({
        open_series: 0,
        outcome: reason,
      });
    },
  );

  test("that is acknowledged but not processed yet holds the message back", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    // Shopify itself knows of no order, so that only what we acknowledged can hold it.
    const created_at = stories.clock.now().toISOString();
    const order = { id: Date.now(), currency: "EUR", total_price: "1.00", created_at };
    await shared.shopify("webhooks/send", {
      topic: "orders/create",
      body: { ...order, checkout_token: cart.token },
    });
    await shared.send();
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "planned", reason: "stop_pending" },
    ]);
    await shared.work();
    await shared.remind(0.1);
    await nothing(cart.token, cart.phone);
  });

  test.each(["checkout", "customer", "phone", "email"])(
    "whose webhook is still on its way is seen by asking Shopify: by %s",
    async (by) => {
      const customerId = Math.floor(Math.random() * 1e9);
      await shared.shopify("customers", { id: customerId, email: newMail() });
      const cart = await shared.leftCart(by === "email" ? {} : { customerId });
      stories.clock.forward({ minutes: 30 });
      await stories.shopify("webhooks", { mode: "hold" });
      const wish = {
        checkout: { checkoutToken: cart.token },
        customer: { customerId },
        phone: { phone: cart.phone, email: newMail() },
        email: { email: cart.email },
      }[by];
      await stories.shopify("orders", { shop: shared.domain, ...wish });
      stories.clock.forward({ hours: 2 });
      await shared.plan();
      await shared.send();
      const seen = await shared.messages(cart.token);
      await stories.shopify("webhooks", { mode: "release" });
      await stories.shopify("webhooks", { mode: "normal" });
      await shopifyArrives(stories);
      await shared.work();
      expect(seen).toMatchObject([{ state: "skipped", reason: `purchased_${by}` }]);
      expect(await shared.accepted(cart.phone)).toEqual([]);
      expect(await shared.checkoutRow(cart.token)).toMatchObject({ open_series: 0 });
    },
  );

  test("waits for Shopify's answer when it gives none, and goes on when it does", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    await stories.shopify("faults", { graphqlOutage: true });
    await shared.send();
    await stories.shopify("faults", { graphqlOutage: false });
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "planned", reason: "purchase_unknown" },
    ]);
    await shared.remind(0.1);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("while the message is claimed takes it back", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    const [message] = await shared.messages(cart.token);
    const id = message?.id ?? "";
    await stories.owner.query("update message set purchase_checked_at = $2 where id = $1", [
      id,
      stories.clock.now(),
    ]);
    const [target] = await stories.deps.db.crossShop.numbersWithDueMessages(stories.clock.now());
    if (!target) throw new Error("nothing is due");
    const claimed = await claimBatch(stories.deps, target, { templates: null });
    if (claimed.outcome !== "claimed") throw new Error(claimed.outcome);
    const { claim } = claimed;
    expect(claim.ready.map((one) => one.messageId)).toContain(id);
    await shared.order({ checkoutToken: cart.token });
    const { shopId } = target;
    const begun = await stories.deps.db.inShop(shopId, (tx) =>
      beginHandingOver(tx, {
        shopId,
        claimId: claim.claimId,
        claimedAfter: claim.claimedAt,
        now: stories.clock.now(),
        attempts: [{ messageId: id, attemptId: randomUUID(), consent: "granted" }],
      }),
    );
    expect([...begun]).toEqual([]);
    await nothing(cart.token, cart.phone);
  });

  test("told of by the completed checkout before the order ends series and message as well", async () => {
    const cart = await shared.leftCart();
    await shared.remind();
    expect(await shared.checkoutRow(cart.token)).toMatchObject({ open_series: 1 });
    await shared.order({ checkoutToken: cart.token }, false);
    await shared.workOn("checkouts/update", "orders/create", "orders/paid", "orders/updated");
    await shared.work();
    expect(await shared.checkoutRow(cart.token)).toMatchObject({
      open_series: 0,
      close_reason: "purchased_checkout",
      outcome: "purchased_checkout",
    });
    const { rows } = await stories.owner.query<{ used: boolean }>(
      "select used_at is not null as used from link l join checkout c on c.id = l.checkout_id where c.token = $1",
      [cart.token],
    );
    expect(rows).toEqual([{ used: true }]);
    await shared.remind(25);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("of a cart does not end reminding of one that was begun afterwards", async () => {
    const phone = newPhone();
    const email = newMail();
    const first = await shared.checkout({ email });
    await shared.tick(phone, first.token);
    await shared.order({ checkoutToken: first.token });
    stories.clock.forward({ minutes: 5 });
    const second = await shared.checkout({ email });
    await shared.tick(phone, second.token);
    await shared.remind();
    expect(await shared.messages(second.token)).toMatchObject([sentStep(1)]);
  });
});

describe("the person's own word", () => {
  test("a reply after the first reminder ends the series", async () => {
    const cart = await shared.leftCart();
    await shared.remind();
    stories.clock.forward({ minutes: 5 });
    await shared.inbound(cart.phone, { text: "Gibt es das Hemd auch in Blau?" });
    expect(await shared.checkoutRow(cart.token)).toMatchObject({ close_reason: "replied" });
    await shared.remind(25);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("a reply between planning and sending takes the message back", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    await shared.inbound(cart.phone, { text: "Hallo?" });
    await shared.send();
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "skipped", reason: "replied" },
    ]);
  });

  test.each([
    ["STOP", { text: "STOP" }],
    ["a whole sentence", { text: "Bitte keine Nachrichten mehr!" }],
    ["the button", { button: { text: "Keine Nachrichten mehr", payload: "beckon:opt_out" } }],
  ])("%s ends it for every cart, also for those to come", async (_what, said) => {
    const cart = await shared.leftCart();
    stories.clock.forward({ minutes: 30 });
    await shared.inbound(cart.phone, said);
    await shared.remind();
    expect(await shared.accepted(cart.phone)).toEqual([]);
    const next = await shared.checkout({ email: cart.email });
    await shared.remind();
    expect(await shared.accepted(cart.phone)).toEqual([]);
    expect((await shared.messages(next.token)).every((one) => one.state === "skipped")).toBe(true);
  });

  test("STOP that is acknowledged but not processed yet holds the message back", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    await shared.inbound(cart.phone, { text: "stop" }, false);
    await shared.send();
    expect(await shared.messages(cart.token)).toMatchObject([{ reason: "stop_pending" }]);
    await shared.work();
    await shared.remind(0.1);
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "skipped", reason: "consent_withdrawn" },
    ]);
    expect(await shared.accepted(cart.phone)).toEqual([]);
  });

  test("unticking between planning and sending takes the message back", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    await shared.tick(cart.phone, cart.token, { granted: false });
    await shared.send();
    expect(await shared.messages(cart.token)).toMatchObject([
      { state: "skipped", reason: "consent_withdrawn" },
    ]);
    expect(await shared.accepted(cart.phone)).toEqual([]);
  });

  test("unticked and ticked again before it was due, the cart is reminded of once", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ minutes: 1 });
    await shared.tick(cart.phone, cart.token, { granted: false });
    stories.clock.forward({ minutes: 1 });
    await shared.tick(cart.phone, cart.token);
    await shared.remind();
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("a corrected number is the only one that is written to", async () => {
    const cart = await shared.leftCart();
    const right = newPhone();
    await shared.tick(right, cart.token, { replacesPhone: cart.phone });
    await shared.remind();
    expect(await shared.accepted(cart.phone)).toEqual([]);
    expect(await shared.accepted(right)).toHaveLength(1);
  });

  test("a number corrected between planning and sending is not written to any more", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await shared.plan();
    await shared.tick(newPhone(), cart.token, { replacesPhone: cart.phone });
    await shared.send();
    expect(await shared.accepted(cart.phone)).toEqual([]);
  });
});

test("in a crowd of planned messages, orders and STOPs nobody is written to who had said or bought", async () => {
  const story = await startStory(stories);
  const carts = await Promise.all(Array.from({ length: 45 }, () => story.leftCart()));
  stories.clock.forward({ hours: 2, seconds: 1 });
  await story.plan();
  const stopped = carts.slice(0, 15);
  const bought = carts.slice(15, 30);
  for (const { phone } of stopped) await story.inbound(phone, { text: "STOP" }, false);
  await Promise.all(bought.map(({ token }) => story.order({ checkoutToken: token }, false)));
  // All of that is acknowledged; none of it is processed when the sending begins.
  await Promise.all([story.send(), story.work(), story.send()]);
  await story.work();
  await story.remind(0.1);
  await story.remind(0.1);
  const sent = await Promise.all(carts.map(({ phone }) => story.accepted(phone)));
  expect(sent.map((all) => all.length)).toEqual([
    ...stopped.map(() => 0),
    ...bought.map(() => 0),
    ...carts.slice(30).map(() => 1),
  ]);
  const states = (await story.messages()).map((message) => message.state);
  expect(states.filter((state) => state === "skipped")).toHaveLength(30);
  expect(states.filter((state) => state === "accepted")).toHaveLength(15);
}, 60_000);
