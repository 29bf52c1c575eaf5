import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { planReminders } from "#app/modules/checkouts/index.ts";
import { shopifyArrives, startStories, type Stories } from "./stories.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let story: Story;

beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  nextMorning(stories);
  story = await startStory(stories);
});

async function leftCarts(count: number) {
  const carts = [];
  for (let n = 0; n < count; n += 1) carts.push(await story.leftCart());
  return carts;
}

async function dueIn(hours: number) {
  stories.clock.forward({ hours, seconds: 1 });
  const due = await stories.deps.db.crossShop.checkoutsDue(stories.clock.now(), 1000);
  return due.filter((one) => one.shopId === story.shopId);
}

const planned = { state: "planned", reason: null, step: 1 };

/** Messages of the shop that have not just one link, and links that have no message. */
async function unpaired(): Promise<number> {
  const { rows } = await stories.owner.query<{ n: number }>(
    `select count(*)::int as n from (
       select m.id from message m left join link l on l.message_id = m.id
       where m.shop_id = $1 and m.state = 'planned' group by m.id having count(l.id) <> 1
       union all
       select l.id from link l where l.shop_id = $1
         and not exists (select from message m where m.id = l.message_id)) q`,
    [story.shopId],
  );
  return rows[0]?.n ?? -1;
}

describe("a batch of due carts", () => {
  test("that several workers plan at the same moment is planned once, with one link each", async () => {
    const carts = await leftCarts(12);
    const due = await dueIn(2);
    expect(due).toHaveLength(12);
    // Not the same batch only: parts of it, in another order, too.
    const batches = [due, due.toReversed(), due.slice(3), due.slice(0, 7).toReversed(), due];
    const plan = (part: typeof due) =>
      planReminders(stories.deps, { shopId: story.shopId, due: part });
    await Promise.all(batches.map(plan));
    expect(await story.messages()).toMatchObject(carts.map(() => planned));
    expect(await unpaired()).toBe(0);
    await Promise.all([story.send(), story.send()]);
    const sent = await Promise.all(carts.map(({ phone }) => story.accepted(phone)));
    expect(sent.map((all) => all.length)).toEqual(carts.map(() => 1));
  });

  test.each([
    ["its address cannot be opened", "update checkout set recover_url = '\\x00' where token = $1"],
    [
      "its person cannot be read",
      `update contact_identifier set sealed = '\\x00' where kind = 'phone'
         and contact_id = (select contact_id from checkout where token = $1)`,
    ],
  ])("goes on without the one of which %s", async (_why, spoil) => {
    const carts = await leftCarts(7);
    const strange = carts[4]?.token ?? "";
    await stories.owner.query(spoil, [strange]);
    const due = await dueIn(2);
    await planReminders(stories.deps, { shopId: story.shopId, due });
    expect(await story.messages()).toHaveLength(6);
    expect(await story.messages(strange)).toEqual([]);
    expect(await unpaired()).toBe(0);
    // It is not forgotten, and does not lead the queue: somebody looks again a minute later.
    const later = stories.clock.now().getTime() + 60_000;
    expect(await story.checkoutRow(strange)).toMatchObject({
      next_reminder_at: new Date(later),
      outcome: null,
      open_series: 0,
    });
  });

  test("with several carts of one person makes one series and one message, whoever plans", async () => {
    const [phone, email] = [newPhone(), newMail()];
    const tokens = [];
    for (const price of ["20.00", "90.00", "30.00", "40.00"]) {
      const lineItems = [{ title: "Tuch", price, quantity: 1 }];
      const { token } = await story.checkout({ email, lineItems });
      await story.tick(phone, token);
      tokens.push(token);
    }
    const due = await dueIn(2);
    expect(due).toHaveLength(4);
    const halves = [due.slice(0, 2), due.slice(2)];
    await Promise.all(
      [...halves, ...halves].map((part) =>
        planReminders(stories.deps, { shopId: story.shopId, due: part }),
      ),
    );
    const [dear = ""] = tokens.slice(1, 2);
    expect(await story.messages(dear)).toMatchObject([planned]);
    const others = await story.messages(...tokens.filter((token) => token !== dear));
    const superseded = { state: "skipped", reason: "superseded_by_newer_cart" };
    expect(others).toMatchObject([superseded, superseded, superseded]);
    const { rows } = await stories.owner.query(
      "select 1 from reminder_series where shop_id = $1 and closed_at is null",
      [story.shopId],
    );
    expect(rows).toHaveLength(1);
    await story.send();
    expect(await story.accepted(phone)).toHaveLength(1);
  });

  test("whose writing breaks off in the middle leaves nothing behind, and is planned again", async () => {
    const carts = await leftCarts(8);
    const due = await dueIn(2);
    const blocker = await stories.owner.connect();
    await blocker.query("begin");
    await blocker.query("lock table link in access exclusive mode");
    const planning = planReminders(stories.deps, { shopId: story.shopId, due });
    await expect
      .poll(
        async () => {
          const { rows } = await stories.owner.query<{ killed: boolean }>(
            `select pg_terminate_backend(pid) as killed from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into link%'`,
          );
          return rows.length;
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBeGreaterThan(0);
    expect(await story.messages()).toEqual([]);
    await blocker.query("rollback");
    blocker.release();
    await planning;
    await story.plan();
    expect(await story.messages()).toMatchObject(carts.map(() => planned));
    expect(await unpaired()).toBe(0);
    await story.remind(0);
    const sent = await Promise.all(carts.map(({ phone }) => story.accepted(phone)));
    expect(sent.map((all) => all.length)).toEqual(carts.map(() => 1));
  });

  test("that is handed over together moves every series to its next step, once", async () => {
    const carts = await leftCarts(6);
    await story.remind();
    const next = stories.clock.now().getTime() + 24 * 3600_000;
    for (const { token } of carts) {
      const { next_reminder_at: at } = await story.checkoutRow(token);
      expect(Math.abs((at?.getTime() ?? 0) - next)).toBeLessThan(5000);
    }
    await story.remind(24);
    for (const { token, phone } of carts) {
      expect(await story.messages(token)).toMatchObject([{ step: 1 }, { step: 2 }]);
      expect(await story.checkoutRow(token)).toMatchObject({
        next_reminder_at: null,
        outcome: "series_complete",
        open_series: 0,
      });
      expect(await story.accepted(phone)).toHaveLength(2);
    }
  });
});

describe("a burst of webhooks about checkouts", () => {
  const bodyOf = (token: string, change: object = {}) => ({
    token,
    created_at: stories.clock.now().toISOString(),
    updated_at: stories.clock.now().toISOString(),
    currency: "EUR",
    total_price: "10.00",
    line_items: [{ title: "Hemd", quantity: 1 }],
    ...change,
  });
  const send = (body: object) =>
    story.shopify("webhooks/send", { topic: "checkouts/update", body });
  const statuses = async () => {
    const { rows } = await stories.owner.query<{ status: string; n: number }>(
      `select status, count(*)::int as n from intake_event
       where shop_id = $1 and topic = 'checkouts/update' group by status order by status`,
      [story.shopId],
    );
    return rows;
  };

  test("is kept whole although one of them says nothing that a checkout is made of", async () => {
    const tokens = Array.from({ length: 9 }, (_, n) => `${story.shopId}-${n}`);
    for (const token of tokens.slice(0, 4)) await send(bodyOf(token));
    await send({ token: "no-date", currency: "EUR" });
    for (const token of tokens.slice(4)) await send(bodyOf(token));
    await story.work();
    for (const token of tokens) {
      expect(await story.checkoutRow(token)).toMatchObject({ total_minor: 1000 });
    }
    expect(await statuses()).toEqual([
      { status: "parked", n: 1 },
      { status: "processed", n: 9 },
    ]);
  });

  test("about few checkouts of one person keeps the latest of each and learns who it is", async () => {
    const [phone, email] = [newPhone(), newMail()];
    const tokens = ["a", "b"].map((name) => `${story.shopId}-${name}`);
    for (const token of tokens) await story.tick(phone, token);
    for (let n = 1; n <= 5; n += 1) {
      stories.clock.forward({ seconds: 1 });
      for (const token of tokens) await send(bodyOf(token, { email, total_price: `${n}.00` }));
    }
    await story.work();
    for (const token of tokens) {
      expect(await story.checkoutRow(token)).toMatchObject({ total_minor: 500 });
    }
    // Known by e-mail now: a cart without a tick is theirs as well.
    const { token } = await story.checkout({ email });
    const { rows } = await stories.owner.query<{ n: number }>(
      "select count(distinct contact_id)::int as n from checkout where token = any($1)",
      [[...tokens, token]],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("that two workers take at once, each in its own order, is kept once", async () => {
    const phones = Array.from({ length: 10 }, newPhone);
    const tokens = phones.map((_, n) => `${story.shopId}-${n}`);
    for (const [n, phone] of phones.entries()) await story.tick(phone, tokens[n] ?? null);
    for (const token of [...tokens, ...tokens.toReversed()]) await send(bodyOf(token));
    await shopifyArrives(stories);
    await Promise.all([story.work(), story.work(), story.work()]);
    await story.work();
    expect(await statuses()).toEqual([{ status: "processed", n: 20 }]);
    const due = await dueIn(2);
    expect(due).toHaveLength(10);
  });
});
