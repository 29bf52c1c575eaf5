import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { planReminders } from "#app/modules/checkouts/index.ts";
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

describe("a cart that was left behind", () => {
  test("is reminded of two hours later, once, at the number that the consent names", async () => {
    const cart = await shared.leftCart({ firstName: "Mara", shippingPhone: "+4915100000002" });
    await shared.remind(1.99);
    expect(await shared.messages(cart.token)).toEqual([]);
    await shared.remind(0.01);
    expect(await shared.messages(cart.token)).toMatchObject([sentStep(1)]);
    const [message, ...more] = await shared.accepted(cart.phone);
    expect(more).toEqual([]);
    expect(JSON.stringify(message?.body)).toContain("Mara");
    expect(JSON.stringify(message?.body)).toContain("Leinenwerk");
    expect(await shared.accepted("+4915100000002")).toEqual([]);
    await shared.plan();
    await shared.send();
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("is reminded of a second time 24 h after the first was handed over, and then no more", async () => {
    const cart = await shared.leftCart();
    await shared.remind();
    stories.clock.forward({ hours: 23.9 });
    await shared.remind(0);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
    await shared.remind(0.2);
    expect(await shared.messages(cart.token)).toMatchObject([sentStep(1), sentStep(2)]);
    expect(await shared.accepted(cart.phone)).toHaveLength(2);
    expect(await shared.checkoutRow(cart.token)).toMatchObject({
      next_reminder_at: null,
      outcome: "series_complete",
      open_series: 0,
    });
    await shared.remind(30);
    expect(await shared.accepted(cart.phone)).toHaveLength(2);
  });

  test("is reminded of although the opt-in came before its webhook was processed", async () => {
    const phone = newPhone();
    const { token } = await shared.checkout({ email: newMail() }, false);
    await shared.tick(phone, token);
    await shared.work();
    await shared.remind();
    expect(await shared.accepted(phone)).toHaveLength(1);
  });

  test("is bound to its opt-in when both come at the same moment", async () => {
    const carts = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const phone = newPhone();
        await shared.tick(phone, null); // a known person, so that both sides want to write to them
        const { token } = await shared.checkout({ email: newMail(), firstName: "Mara" }, false);
        return { phone, token };
      }),
    );
    const before = Date.now();
    await Promise.all([
      shared.work(),
      ...carts.map(({ phone, token }) => shared.tick(phone, token)),
    ]);
    expect(Date.now() - before).toBeLessThan(5000);
    await shared.work();
    await shared.remind();
    const sent = await Promise.all(carts.map(({ phone }) => shared.accepted(phone)));
    expect(sent.map((all) => all.length)).toEqual(carts.map(() => 1));
  });

  test("takes updates and ticks of one checkout side by side without making them wait in a ring", async () => {
    const cart = await shared.leftCart({ firstName: "Mara" });
    for (let n = 0; n < 12; n += 1) {
      await shared.checkout({ token: cart.token, firstName: `Mara ${n}` }, false);
    }
    const deadlocks = async () => {
      const { rows } = await stories.owner.query<{ n: number }>(
        "select deadlocks::int as n from pg_stat_database where datname = current_database()",
      );
      return rows[0]?.n;
    };
    const before = await deadlocks();
    await Promise.all([
      shared.work(),
      ...Array.from({ length: 24 }, () => shared.tick(cart.phone, cart.token)),
    ]);
    await new Promise((done) => setTimeout(done, 1200)); // PostgreSQL reports its counters with a delay
    expect(await deadlocks()).toBe(before);
    await shared.work();
    await shared.remind();
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("by somebody who never ticked stays alone", async () => {
    const { token } = await shared.checkout({ email: newMail(), phone: newPhone() });
    await shared.remind();
    expect(await shared.messages(token)).toEqual([]);
    expect(await shared.checkoutRow(token)).toMatchObject({ next_reminder_at: null });
  });

  test("waits while the shopper is at it again", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 1.5 });
    await shared.shopify(`checkouts/${cart.token}/touch`);
    await shared.work();
    await shared.remind(0.6);
    expect(await shared.accepted(cart.phone)).toEqual([]);
    await shared.remind(1.5);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("that changed 500 times in a minute makes one series and one message", async () => {
    const phone = newPhone();
    const { token } = await shared.checkout({ email: newMail() });
    await shared.tick(phone, token);
    const body = { token, cart_token: `c${token}`, currency: "EUR", line_items: [] };
    const at = stories.clock.now().getTime();
    const created_at = new Date(at).toISOString();
    stories.clock.forward({ minutes: 1 });
    await Promise.all(
      Array.from({ length: 500 }, (_, n) => {
        const updated_at = new Date(at + n * 120).toISOString();
        const changed = { ...body, created_at, updated_at, total_price: String(n) };
        return stories.shopify("webhooks/send", {
          shop: shared.domain,
          topic: "checkouts/update",
          body: { ...changed, line_items: [{ variant_id: 70011, title: "Hemd", quantity: 1 }] },
        });
      }),
    );
    await shopifyArrives(stories);
    await shared.work();
    expect(await shared.checkoutRow(token)).toMatchObject({ total_minor: 49_900 });
    await shared.remind();
    await shared.remind(0.1);
    expect(await shared.accepted(phone)).toHaveLength(1);
  }, 60_000);

  test("is planned once, however often the same due step is found at the same time", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    const { next_reminder_at: dueAt } = await shared.checkoutRow(cart.token);
    const due = await stories.deps.db.crossShop.checkoutsDue(stories.clock.now(), 1000);
    const mine = due.filter((one) => one.dueAt.getTime() === dueAt?.getTime());
    await Promise.all(
      Array.from({ length: 6 }, () =>
        planReminders(stories.deps, { shopId: shared.shopId, due: mine }),
      ),
    );
    await Promise.all([shared.send(), shared.send()]);
    expect(await shared.messages(cart.token)).toMatchObject([sentStep(1)]);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
    expect(await shared.checkoutRow(cart.token)).toMatchObject({ open_series: 1 });
  });
});

describe("several carts of one person", () => {
  test("make one series: the most valuable of those touched within a day is reminded of", async () => {
    const phone = newPhone();
    const email = newMail();
    const carts = [];
    for (const price of ["20.00", "90.00", "30.00"]) {
      const lineItems = [{ title: "Tuch", price, quantity: 1 }];
      const cart = await shared.checkout({ email, lineItems });
      await shared.tick(phone, cart.token);
      stories.clock.forward({ minutes: 5 });
      carts.push(cart.token);
    }
    await shared.remind(2.5);
    expect(await shared.accepted(phone)).toHaveLength(1);
    const [dear = ""] = carts.slice(1);
    expect(await shared.messages(dear)).toMatchObject([sentStep(1)]);
    const others = await shared.messages(...carts.filter((token) => token !== dear));
    expect(others).toMatchObject(
      others.map(() => ({ state: "skipped", reason: "superseded_by_newer_cart" })),
    );
    await shared.remind(25);
    expect(await shared.accepted(phone)).toHaveLength(2);
  });

  test("one after the other get a series each", async () => {
    const phone = newPhone();
    const email = newMail();
    const first = await shared.checkout({ email });
    await shared.tick(phone, first.token);
    await shared.remind();
    await shared.remind(24.1);
    stories.clock.forward({ hours: 70 });
    const second = await shared.checkout({ email });
    await shared.remind();
    expect(await shared.messages(second.token)).toMatchObject([sentStep(1)]);
    expect(await shared.accepted(phone)).toHaveLength(3);
  });
});

describe("a step that cannot go", () => {
  const skippedFor = (reason: string) => ({ state: "skipped", reason });

  test("because the items are gone is skipped with that reason, and its series ends", async () => {
    const story = await startStory(stories);
    const lineItems = [{ variantId: 70011, quantity: 1 }];
    const cart = await story.leftCart({ lineItems });
    await story.shopify("products/7001", { available: false });
    await story.remind();
    expect(await story.messages(cart.token)).toMatchObject([skippedFor("items_gone")]);
    expect(await story.checkoutRow(cart.token)).toMatchObject({ open_series: 0 });
    await story.remind(25);
    expect(await story.accepted(cart.phone)).toEqual([]);
  });

  test("because its template is not approved is skipped; the next step goes all the same", async () => {
    const story = await startStory(stories);
    const cart = await story.leftCart();
    await stories.owner.query(
      "update template set status = 'REJECTED' where shop_id = $1 and purpose like 'cart_reminder_1%'",
      [story.shopId],
    );
    await story.remind();
    expect(await story.messages(cart.token)).toMatchObject([skippedFor("template_not_approved")]);
    await story.remind(24.1);
    expect(await story.messages(cart.token)).toMatchObject([
      { step: 1, ...skippedFor("template_not_approved") },
      sentStep(2),
    ]);
    const [message] = await story.accepted(cart.phone);
    expect(message?.template).toContain("cart_reminder_2");
    await story.remind(48);
    expect(await story.messages(cart.token)).toHaveLength(2);
    expect(await story.checkoutRow(cart.token)).toMatchObject({ open_series: 0 });
  });

  test("because the template was rejected after planning is skipped; the next step goes all the same", async () => {
    const story = await startStory(stories);
    const cart = await story.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await story.plan();
    await stories.owner.query(
      "update template set status = 'REJECTED' where shop_id = $1 and purpose like 'cart_reminder_1%'",
      [story.shopId],
    );
    await story.send();
    expect(await story.messages(cart.token)).toMatchObject([skippedFor("template_not_approved")]);
    await story.remind(24.1);
    expect(await story.messages(cart.token)).toMatchObject([{ step: 1 }, sentStep(2)]);
  });

  test.each(["before", "after"])(
    "because Meta looks at its template waits for that, %s it is planned, and leaves",
    async (when) => {
      const story = await startStory(stories);
      const cart = await story.leftCart();
      const turn = (status: string) =>
        stories.owner.query("update template set status = $2 where shop_id = $1", [
          story.shopId,
          status,
        ]);
      stories.clock.forward({ hours: 2, seconds: 1 });
      if (when === "before") await turn("PENDING");
      await story.plan();
      await turn("PENDING");
      await story.send();
      const waits = { state: "planned", reason: "template_pending" };
      expect(await story.messages(cart.token)).toMatchObject([waits]);
      await turn("APPROVED");
      await wakeWaiting(stories.deps, story.shopId);
      await story.send();
      expect(await story.messages(cart.token)).toMatchObject([sentStep(1)]);
    },
  );

  test("in quiet hours waits for the morning", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 8 }); // 19:00 in Berlin
    await shared.shopify(`checkouts/${cart.token}/touch`);
    await shared.work();
    await shared.remind(2.5);
    expect(await shared.accepted(cart.phone)).toEqual([]);
    const at = stories.clock.now();
    at.setUTCHours(24 + 6, 59, 0, 0);
    stories.clock.set(at);
    await shared.remind(0);
    expect(await shared.accepted(cart.phone)).toEqual([]);
    stories.clock.forward({ minutes: 31 }); // spread over half an hour
    await shared.remind(0);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("for a day because nobody was at work is too late, and says so", async () => {
    const cart = await shared.leftCart();
    stories.clock.forward({ hours: 26, minutes: 5 });
    await shared.remind(0);
    expect(await shared.messages(cart.token)).toMatchObject([skippedFor("too_late")]);
    expect(await shared.accepted(cart.phone)).toEqual([]);
  });

  test("because WhatsApp was away for a day is too late, and says so", async () => {
    const cart = await shared.leftCart();
    await stories.whatsapp("faults", { outage: "refuse" });
    await shared.remind();
    stories.clock.forward({ hours: 24, minutes: 1 });
    await stories.whatsapp("faults", { outage: "none" });
    await shared.send();
    expect((await shared.messages(cart.token))[0]).toMatchObject(skippedFor("too_late"));
  });

  test("while WhatsApp is away leaves once it is back", async () => {
    const cart = await shared.leftCart();
    await stories.whatsapp("faults", { outage: "refuse" });
    await shared.remind();
    expect(await shared.messages(cart.token)).toMatchObject([{ state: "planned" }]);
    await stories.whatsapp("faults", { outage: "none" });
    await shared.remind(0.1);
    expect(await shared.accepted(cart.phone)).toHaveLength(1);
  });

  test("of a cart older than three days says that it is too old", async () => {
    const story = await startStory(stories);
    await story.settings({ steps: [{ delayMinutes: 71 * 60 }] });
    const cart = await story.leftCart();
    stories.clock.forward({ hours: 73 });
    await story.remind(0);
    expect(await story.messages(cart.token)).toMatchObject([skippedFor("cart_too_old")]);
  });

  test("of somebody who is held out leaves a row that says so, and no step follows", async () => {
    const story = await startStory(stories);
    await story.settings({ holdout: { enabled: true, percent: 50 } });
    const carts = [];
    for (let n = 0; n < 12; n += 1) carts.push(await story.leftCart());
    await story.remind();
    await story.remind(25);
    const rows = await story.messages();
    const heldOut = rows.filter((row) => row.reason === "holdout");
    const reminded = new Set(
      rows.filter((row) => row.state === "accepted").map((r) => r.checkout_id),
    );
    expect(heldOut.length + reminded.size).toBe(12);
    expect(heldOut.length).toBeGreaterThan(0);
    expect(reminded.size).toBeGreaterThan(0);
    expect(heldOut.every((row) => row.step === 1 && row.state === "skipped")).toBe(true);
    const sent = await Promise.all(carts.map((cart) => story.accepted(cart.phone)));
    expect(sent.filter((all) => all.length === 0)).toHaveLength(heldOut.length);
    const { rows: arms } = await stories.owner.query<{ arm: string; n: number }>(
      "select arm, count(*)::int as n from reminder_series where shop_id = $1 group by arm order by arm",
      [story.shopId],
    );
    expect(arms).toEqual([
      { arm: "holdout", n: heldOut.length },
      { arm: "treated", n: reminded.size },
    ]);
  });

  test("where reminders are switched off is not planned at all", async () => {
    const story = await startStory(stories);
    const before = await story.leftCart();
    await story.settings({ enabled: false });
    const after = await story.leftCart();
    await story.remind();
    expect(await story.accepted(before.phone)).toEqual([]);
    expect(await story.accepted(after.phone)).toEqual([]);
    expect(await story.messages(before.token)).toMatchObject([skippedFor("reminders_off")]);
  });
});

describe("webhooks out of order", () => {
  test("an older update after a newer one changes nothing", async () => {
    const cart = await shared.leftCart();
    const now = stories.clock.now().getTime();
    const send = (updatedAt: number, total: string) =>
      shared.shopify("webhooks/send", {
        topic: "checkouts/update",
        triggeredAt: new Date(updatedAt).toISOString(),
        body: {
          token: cart.token,
          created_at: new Date(now).toISOString(),
          updated_at: new Date(updatedAt).toISOString(),
          currency: "EUR",
          total_price: total,
          line_items: [{ variant_id: 70011, title: "Hemd", quantity: 1 }],
        },
      });
    stories.clock.forward({ minutes: 10 });
    await send(now + 300_000, "50.00");
    await send(now + 60_000, "10.00");
    await shared.work();
    expect(await shared.checkoutRow(cart.token)).toMatchObject({
      total_minor: 5000,
      last_activity_at: new Date(now + 300_000),
    });
  });

  test("everything twice and shuffled ends as it should", async () => {
    await stories.shopify("webhooks", { mode: "storm" });
    const cart = await shared.leftCart();
    const bought = await shared.leftCart();
    await shared.order({ checkoutToken: bought.token });
    await shared.remind();
    await shared.remind(24.1);
    await stories.shopify("webhooks", { mode: "normal" });
    expect(await shared.accepted(cart.phone)).toHaveLength(2);
    expect(await shared.accepted(bought.phone)).toEqual([]);
  });

  test("an activity that a wrong clock dates into the future counts from its receipt", async () => {
    const phone = newPhone();
    const updatedAt = new Date(stories.clock.now().getTime() + 48 * 3600_000).toISOString();
    const cart = await shared.checkout({ email: newMail(), updatedAt, createdAt: updatedAt });
    await shared.tick(phone, cart.token);
    expect(await shared.checkoutRow(cart.token)).toMatchObject({
      last_activity_at: stories.clock.now(),
    });
    await shared.remind();
    expect(await shared.accepted(phone)).toHaveLength(1);
    stories.clock.forward({ minutes: 5 });
    await shared.order({ checkoutToken: cart.token, email: newMail() });
    await shared.remind(25);
    expect(await shared.accepted(phone)).toHaveLength(1);
  });
});

describe("a shop that uninstalls us", () => {
  test("is silent at once, and starts anew after it came back", async () => {
    const story = await startStory(stories);
    const waiting = await story.leftCart();
    const begun = await story.leftCart();
    await story.remind();
    const due = await story.leftCart();
    stories.clock.forward({ hours: 2, seconds: 1 });
    await story.plan();
    await story.shopify("uninstall");
    await story.work();
    await story.send();
    await story.remind(25);
    expect(await story.messages(due.token)).toMatchObject([
      { state: "skipped", reason: "shop_uninstalled" },
    ]);
    for (const { token, phone } of [waiting, begun]) {
      expect(await story.checkoutRow(token)).toMatchObject({
        next_reminder_at: null,
        open_series: 0,
      });
      expect(await story.accepted(phone)).toHaveLength(1);
    }
    expect(await story.tick(newPhone(), due.token)).toMatchObject({ code: "shop_not_installed" });

    await story.shopify("install");
    await stories.install(story.domain);
    stories.clock.forward({ hours: 1 });
    const again = await story.checkout({ email: begun.email });
    await story.tick(begun.phone, again.token);
    await story.remind();
    expect(await story.messages(again.token)).toMatchObject([sentStep(1)]);
  });
});

test("a title that is cut in the middle of an emoji, or holds a zero byte, loses no cart", async () => {
  const phone = newPhone();
  const title = `${"x".repeat(254)}🧵🧵`;
  const lineItems = [
    { title, price: "9.00", quantity: 1 },
    { title: "a\u0000b", price: "1.00", quantity: 1 },
  ];
  const { token } = await shared.checkout({ email: newMail(), lineItems });
  await shared.tick(phone, token);
  await shared.remind();
  expect(await shared.accepted(phone)).toHaveLength(1);
});
