import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runRetention } from "#app/modules/compliance/index.ts";
import { noteAccess } from "#app/modules/contacts/index.ts";
import { tidy } from "#app/worker/tidy.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

let world: TestDeps;
let shopId = "";
let domain = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `r${randomUUID().slice(0, 8)}.myshopify.com`;
  shopId = await world.addShop({ domain });
});

const ago = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000);

async function insert(table: string, row: Record<string, unknown>): Promise<string> {
  const id = randomUUID();
  const all: Record<string, unknown> = { id, shop_id: shopId, ...row };
  const names = Object.keys(all);
  const marks = names.map((_, index) => `$${index + 1}`).join(", ");
  await world.owner.query(
    `insert into "${table}" (${names.map((name) => `"${name}"`).join(", ")}) values (${marks})`,
    Object.values(all),
  );
  return id;
}

const event = (days: number, status: string, body = true) =>
  insert("intake_event", {
    source: "shopify",
    topic: "orders/create",
    delivery_id: randomUUID(),
    received_at: ago(days),
    processed_at: status === "processed" ? ago(days) : null,
    next_try_at: ago(days),
    status,
    body: body ? Buffer.from([1]) : null,
  });

const message = (days: number) =>
  insert("message", {
    dedupe_key: randomUUID(),
    kind: "cart_reminder",
    topic: "reminders",
    contact_id: randomUUID(),
    to_hash: "p.x",
    state: "delivered",
    payload: Buffer.from([1]),
    planned_at: ago(days),
    due_at: ago(days),
    not_before: ago(days),
    expires_at: ago(days),
    ended_at: ago(days),
  });

async function one<T extends object>(text: string, ...values: unknown[]): Promise<T | undefined> {
  const { rows } = await world.owner.query<T>(text, values);
  return rows[0];
}

const bodyOf = async (id: string) =>
  (await one<{ body: Buffer | null }>("select body from intake_event where id = $1", id))?.body;

describe("a night", () => {
  test("forgets products that the shop deleted a while ago, and no others", async () => {
    const product = (product_id: string, deleted_at: Date | null) =>
      world.owner.query(
        `insert into product (shop_id, product_id, currency, created_at, updated_at, deleted_at)
         values ($1, $2, 'EUR', $3, $3, $4)`,
        [shopId, product_id, ago(400), deleted_at],
      );
    await product("1", ago(91));
    await product("2", ago(89));
    await product("3", null);
    await runRetention(world.deps, shopId);
    const { rows } = await world.owner.query<{ product_id: string }>(
      "select product_id from product where shop_id = $1 order by 1",
      [shopId],
    );
    expect(rows.map((row) => row.product_id)).toEqual(["2", "3"]);
  });

  test("forgets what was recommended two years ago, and to whom", async () => {
    const opened = async (days: number) => {
      const id = randomUUID();
      const own = { id, order_id: randomUUID(), contact_id: randomUUID(), kind: "after_purchase" };
      await insert("recommendation_case", {
        ...own,
        state: "skipped",
        reason: "no_match",
        opened_at: ago(days),
        due_at: ago(days),
      });
      return id;
    };
    await opened(731);
    const kept = await opened(729);
    await runRetention(world.deps, shopId);
    const { rows } = await world.owner.query<{ id: string }>(
      "select id from recommendation_case where shop_id = $1",
      [shopId],
    );
    expect(rows.map((row) => row.id)).toEqual([kept]);
  });

  test("drops what has served its time, keeps what has not, and says how much", async () => {
    const old = await event(15, "processed");
    const young = await event(13, "processed");
    const waiting = await event(15, "parked");
    const gone = await event(91, "processed");
    const told = await message(91);
    const recent = await message(89);
    const link = await insert("link", {
      code: randomUUID(),
      message_id: told,
      target: Buffer.from([1]),
      created_at: ago(40),
      expires_at: ago(31),
    });
    await insert("click", { link_id: link, message_id: told, at: ago(91) });
    const cart = { token: randomUUID(), created_at: ago(61), last_activity_at: ago(61) };
    await insert("checkout", { ...cart, person: Buffer.from([1]), person_hashes: ["e.x"] });

    const run = await runRetention(world.deps, shopId);

    expect(run?.rows).toEqual({
      intake_bodies: 2, // the one that goes altogether had one, too
      intake_events: 1,
      message_parameters: 1,
      link_targets: 1,
      personal_taps: 1,
      checkout_persons: 1,
    });
    expect(await bodyOf(old)).toBeNull();
    expect(await bodyOf(young)).not.toBeNull();
    expect(await bodyOf(waiting)).not.toBeNull();
    expect(await bodyOf(gone)).toBeUndefined();
    const payload = (id: string) => one("select payload, state from message where id = $1", id);
    expect(await payload(told)).toEqual({ payload: null, state: "delivered" });
    expect(await payload(recent)).toMatchObject({ payload: Buffer.from([1]) });
    expect(await one("select taps, target from link where id = $1", link)).toEqual({
      taps: 0,
      target: Buffer.alloc(0),
    });
    const kept = await one("select * from retention_run where shop_id = $1", shopId);
    expect(kept).toMatchObject({ ended_at: world.clock.now(), rule: null, rows: run?.rows });
  });

  test("is not begun twice, and goes on where it broke off", async () => {
    await event(15, "processed");
    const first = await runRetention(world.deps, shopId);
    expect(first?.rows).toEqual({ intake_bodies: 1 });
    expect(await runRetention(world.deps, shopId)).toBeNull();
    // The process died in the middle of a rule: the row says in which.
    await world.owner.query(
      "update retention_run set ended_at = null, rule = 'message_parameters' where shop_id = $1",
      [shopId],
    );
    await event(15, "processed");
    await message(91);
    const again = await runRetention(world.deps, shopId);
    expect(again?.id).toBe(first?.id);
    expect(again?.rows).toEqual({ intake_bodies: 1, message_parameters: 1 });
    world.clock.forward({ hours: 24 });
    expect((await runRetention(world.deps, shopId))?.rows).toMatchObject({ intake_bodies: 1 });
  });

  test("takes many rows in batches", async () => {
    await world.owner.query(
      `insert into click (id, shop_id, link_id, message_id, at)
       select gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), $2 from generate_series(1, 2500)`,
      [shopId, ago(91)],
    );
    expect((await runRetention(world.deps, shopId))?.rows).toEqual({ personal_taps: 2500 });
  });

  test("ages the access log out, though nobody can rewrite it", async () => {
    const note = () =>
      world.deps.db.inShop(shopId, (tx) =>
        noteAccess(world.deps, tx, {
          shopId,
          staffId: "1",
          action: "viewed",
          purpose: "contact_page",
          contactId: null,
        }),
      );
    await note();
    world.clock.forward({ hours: 24 * 731 });
    await note();
    expect((await runRetention(world.deps, shopId))?.rows).toEqual({ access_log: 1 });
  });

  test("runs in every shop, one that is uninstalled too, and a shop that fails keeps nobody waiting", async () => {
    const left = await world.addShop({ status: "uninstalled" });
    await tidy(world.deps);
    const { rows } = await world.owner.query<{ shop_id: string }>(
      "select shop_id from retention_run where ended_at is not null and shop_id = any($1)",
      [[shopId, left]],
    );
    expect(rows.map((row) => row.shop_id).toSorted()).toEqual([shopId, left].toSorted());
  });
});

describe("people", () => {
  const agree = (phone: string) =>
    sendOptIn(world.deps, { domain, body: optInBody({ phone, checkoutToken: null }) });
  const live = async () =>
    (
      await one<{ n: number }>(
        "select count(*)::int as n from contact where shop_id = $1 and erased_at is null",
        shopId,
      )
    )?.n;

  test("who agreed stay for as long as they agree, and five years after their no", async () => {
    await agree("+4915112345001");
    world.clock.forward({ hours: 24 * 365 * 6 });
    await runRetention(world.deps, shopId);
    expect(await live()).toBe(1);
    await sendOptIn(world.deps, {
      domain,
      body: optInBody({ phone: "+4915112345001", checkoutToken: null, granted: false, topics: [] }),
    });
    world.clock.forward({ hours: 24 * (365 * 5 - 1) });
    await runRetention(world.deps, shopId);
    expect(await live()).toBe(1);
    world.clock.forward({ hours: 48 });
    expect((await runRetention(world.deps, shopId))?.rows).toMatchObject({ ended_consent: 1 });
    expect(await live()).toBe(0);
  });

  test("who never agreed are forgotten a year after we last heard of them", async () => {
    const row = { data_key: Buffer.from([1]), created_at: ago(400) };
    await insert("contact", row);
    await insert("contact", { ...row, last_inbound_at: ago(100) });
    await insert("contact", { ...row, created_at: ago(300) });
    expect((await runRetention(world.deps, shopId))?.rows).toMatchObject({
      people_without_consent: 1,
    });
    expect(await live()).toBe(2);
  });
});
