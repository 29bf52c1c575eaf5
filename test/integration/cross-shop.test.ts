import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CrossShop, StoredDelivery } from "#app/ports/db.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { insertRow } from "./insert-row.ts";

let world: TestDeps;
let cross: CrossShop;
let shopA = "";
let shopB = "";

const at = (text: string) => new Date(`2026-11-22T${text}Z`);

beforeAll(async () => {
  world = await createTestDeps();
  cross = world.deps.db.crossShop;
  shopA = await world.addShop({ domain: "a.myshopify.com" });
  shopB = await world.addShop({ domain: "b.myshopify.com", status: "uninstalled" });
});
afterAll(() => world.close());

const insert = (table: string, row: Record<string, unknown>) => insertRow(world.owner, table, row);

async function addNumber(shopId: string, wabaId: string): Promise<string> {
  const id = randomUUID();
  const row = {
    waba_id: wabaId,
    phone_number_id: `n${wabaId}`,
    display_phone: "+49",
    token: "\\x",
  };
  await insert("whatsapp_number", { id, shop_id: shopId, ...row });
  return id;
}

async function addMessage(shopId: string, change: Record<string, unknown>): Promise<string> {
  const id = randomUUID();
  const due = at("10:00:00.000");
  await insert("message", {
    id,
    shop_id: shopId,
    dedupe_key: id,
    kind: "cart_reminder",
    topic: "reminders",
    contact_id: randomUUID(),
    to_hash: "p.x",
    planned_at: due,
    due_at: due,
    not_before: due,
    expires_at: at("20:00:00.000"),
    ...change,
  });
  return id;
}

const sortedBy = <T>(rows: T[], text: (row: T) => string) =>
  rows.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));

describe("shops", () => {
  test("are found by their domain in any case, and nobody else's is", async () => {
    expect(await cross.shopByDomain("A.MyShopify.com")).toBe(shopA);
    expect(await cross.shopByDomain("b.myshopify.com")).toBe(shopB);
    expect(await cross.shopByDomain("c.myshopify.com")).toBeNull();
  });

  test("are made once, also when twenty deliveries come at the same time", async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        cross.ensureShop(n % 2 ? "New.myshopify.com" : "new.myshopify.com"),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await cross.shopByDomain("new.myshopify.com")).toBe(ids[0]);
  });

  test("that are installed are those that schedules work for", async () => {
    expect(await cross.shopsInstalled()).toEqual([shopA]);
    expect(await cross.shopsWithData()).toEqual(expect.arrayContaining([shopA, shopB]));
  });

  test("gives installed shops whose own domain is to be checked, those never checked first", async () => {
    const due = () => cross.proxyChecksDue(at("12:00:00.000"), 10);
    expect(await due()).toEqual([shopA]);
    const checked = at("11:00:00.000");
    await insert("link_base", {
      shop_id: shopA,
      reason: "works",
      origin: "https://a.example",
      finding: "works",
      checked_at: checked,
      switched_at: checked,
      next_check_at: at("12:00:00.001"),
    });
    expect(await due()).toEqual([]);
    expect(await cross.proxyChecksDue(at("12:00:00.001"), 10)).toEqual([shopA]);
    expect(await cross.proxyChecksDue(at("12:00:00.001"), 0)).toEqual([]);
  });

  test("gives installed shops with opt-ins to be asked for or to be ended, each once", async () => {
    const request = (shopId: string, lookAt: Date | null) =>
      insert("confirmation_request", {
        shop_id: shopId,
        contact_id: randomUUID(),
        identifier_hash: "p.x",
        request_key: randomUUID(),
        topics: ["offers"],
        requested_at: at("08:00:00.000"),
        expires_at: at("20:00:00.000"),
        state: lookAt ? "waiting" : "confirmed",
        look_at: lookAt,
      });
    await request(shopA, at("12:00:00.000"));
    await request(shopA, at("12:00:00.000"));
    await request(shopA, null);
    await request(shopB, at("09:00:00.000"));
    expect(await cross.confirmationsDue(at("11:59:59.999"), 10)).toEqual([]);
    expect(await cross.confirmationsDue(at("12:00:00.000"), 10)).toEqual([shopA]);
    expect(await cross.confirmationsDue(at("12:00:00.000"), 0)).toEqual([]);
  });
});

describe("due work", () => {
  test("of checkouts names the shop and the exact due time, the longest due first", async () => {
    const [late, later, future] = [randomUUID(), randomUUID(), randomUUID()];
    const made = { created_at: at("08:00:00.000"), last_activity_at: at("08:00:00.000") };
    await insert("checkout", {
      id: later,
      shop_id: shopA,
      token: "1",
      next_reminder_at: at("09:30:00.123"),
      ...made,
    });
    await insert("checkout", {
      id: late,
      shop_id: shopB,
      token: "1",
      next_reminder_at: at("09:00:00.000"),
      ...made,
    });
    await insert("checkout", {
      id: future,
      shop_id: shopA,
      token: "2",
      next_reminder_at: at("12:00:00.000"),
      ...made,
    });
    await insert("checkout", { id: randomUUID(), shop_id: shopA, token: "3", ...made });
    expect(await cross.checkoutsDue(at("10:00:00.000"), 10)).toEqual([
      { shopId: shopB, checkoutId: late, dueAt: at("09:00:00.000") },
      { shopId: shopA, checkoutId: later, dueAt: at("09:30:00.123") },
    ]);
    expect(await cross.checkoutsDue(at("10:00:00.000"), 1)).toHaveLength(1);
    expect(await cross.checkoutsDue(at("12:00:00.000"), 10)).toHaveLength(3);
    const waiting = await cross.workWaiting(at("10:00:00.000"));
    expect(waiting.remindersSince).toEqual(at("09:00:00.000"));
  });

  test("of numbers names those with planned messages that may leave now", async () => {
    const [a, b, idle] = [
      await addNumber(shopA, "1"),
      await addNumber(shopB, "2"),
      await addNumber(shopA, "3"),
    ];
    await addMessage(shopA, { number_id: a });
    await addMessage(shopA, { number_id: a, not_before: at("10:00:00.000") });
    await addMessage(shopA, { number_id: a, not_before: at("11:00:00.000") });
    await addMessage(shopA, { number_id: idle, state: "skipped" });
    await addMessage(shopB, { number_id: b });
    const waiting = await cross.numbersWithDueMessages(at("10:00:00.000"));
    expect(sortedBy(waiting, (row) => row.shopId)).toEqual(
      sortedBy(
        [
          { shopId: shopB, numberId: b },
          { shopId: shopA, numberId: a },
        ],
        (row) => row.shopId,
      ),
    );
    expect(await cross.numbersWithDueMessages(at("09:00:00.000"))).toEqual([]);
    expect((await cross.workWaiting(at("10:00:00.000"))).messagesDue).toBe(3);
    expect((await cross.workWaiting(at("09:00:00.000"))).messagesDue).toBe(0);
  });

  test("of dead workers is what was claimed or begun before a time and has no end", async () => {
    const claimAs = async (shop: string, state: string, time: string) => {
      const [claim_id, claimed_at] = [randomUUID(), at(time)];
      const id = await addMessage(shop, { state, claim_id, claimed_at });
      const row = { id: claim_id, number_id: randomUUID(), claimed_at, message_ids: [id] };
      await insert("claim", { ...row, shop_id: shop });
      return id;
    };
    const claimed = await claimAs(shopA, "claimed", "09:59:00.000");
    const handing = await claimAs(shopB, "handing_over", "09:59:00.000");
    await claimAs(shopA, "claimed", "10:00:00.000");
    await claimAs(shopA, "accepted", "09:59:00.000");
    const found = await cross.messagesInFlight(at("10:00:00.000"), 10);
    expect(sortedBy(found, (row) => row.shopId)).toEqual(
      sortedBy(
        [
          { shopId: shopA, messageId: claimed },
          { shopId: shopB, messageId: handing },
        ],
        (row) => row.shopId,
      ),
    );
    expect(await cross.messagesInFlight(at("10:00:00.000"), 1)).toHaveLength(1);
    const { rows } = await world.owner.query<{ n: number }>("select count(*)::int as n from claim");
    expect(rows).toEqual([{ n: 3 }]); // the one whose message is on is forgotten
  });

  test("of unknown outcomes is what no webhook has settled and nobody has ended", async () => {
    const old = { state: "unknown", handed_over_at: at("08:00:00.000") };
    const open = await addMessage(shopB, old);
    await addMessage(shopA, { ...old, ended_at: at("09:00:00.000") });
    await addMessage(shopA, { state: "unknown", handed_over_at: at("09:30:00.000") });
    expect(await cross.messagesUnsettled(at("09:00:00.000"), 10)).toEqual([
      { shopId: shopB, messageId: open },
    ]);
  });
});

describe("WhatsApp accounts", () => {
  test("lead to their shop by account and by connection, others to nobody", async () => {
    const id = await addNumber(shopB, "4711");
    expect(await cross.shopByWaba("4711")).toEqual({ shopId: shopB, numberId: id });
    expect(await cross.shopByConnection(id)).toEqual({ shopId: shopB, numberId: id });
    expect(await cross.shopByWaba("4712")).toBeNull();
    expect(await cross.shopByConnection(randomUUID())).toBeNull();
  });

  test("are free for another shop once they were disconnected, and then belong to that one", async () => {
    const account = { wabaId: "801", phoneNumberId: "n801" };
    const first = await addNumber(shopA, "801");
    expect(await cross.accountTaken(shopB, account)).toBe(true);
    expect(await cross.accountTaken(shopA, account)).toBe(false);
    await world.owner.query("update whatsapp_number set status = 'disconnected' where id = $1", [
      first,
    ]);
    expect(await cross.shopByWaba("801")).toEqual({ shopId: shopA, numberId: first });
    expect(await cross.accountTaken(shopB, account)).toBe(false);
    const second = await addNumber(shopB, "801");
    expect(await cross.shopByWaba("801")).toEqual({ shopId: shopB, numberId: second });
    expect(await cross.accountTaken(shopA, { ...account, wabaId: "nobody's" })).toBe(true);
  });

  test("are looked after while their shop is installed and they are not given up", async () => {
    const mine = await addNumber(shopA, "802");
    const gone = await addNumber(shopA, "803");
    const uninstalled = await addNumber(shopB, "804");
    await world.owner.query("update whatsapp_number set status = 'disconnected' where id = $1", [
      gone,
    ]);
    const inUse = await cross.numbersInUse();
    expect(inUse).toContainEqual({ shopId: shopA, numberId: mine });
    const ids = inUse.map((row) => row.numberId);
    expect(ids).not.toContain(gone);
    expect(ids).not.toContain(uninstalled);
  });

  test("belong to one shop: a second connection is refused by the database itself", async () => {
    await addNumber(shopA, "900");
    await expect(addNumber(shopB, "900")).rejects.toThrow("whatsapp_number_waba");
  });
});

test("a link's code leads to its row with the shop it belongs to", async () => {
  const [linkId, messageId] = [randomUUID(), randomUUID()];
  const times = { created_at: at("08:00:00.000"), expires_at: at("20:00:00.000") };
  const target = Buffer.from([1, 2, 3]);
  const row = { code: "Abc", message_id: messageId, target, tracked: true, language: "de" };
  await insert("link", { id: linkId, shop_id: shopB, ...row, ...times });
  const found = await cross.linkByCode("Abc");
  expect(found).toEqual({
    shopId: shopB,
    linkId,
    counted: true,
    messageId,
    target,
    tracked: true,
    language: "de",
    expiresAt: at("20:00:00.000"),
    usedAt: null,
  });
  expect(await cross.linkByCode("abc")).toBeNull();
});

describe("rates", () => {
  /** A window of real time must not end in the middle of a test. */
  async function awayFromTheEnd(windowSeconds: number): Promise<void> {
    const left = windowSeconds * 1000 - (Date.now() % (windowSeconds * 1000));
    if (left < 3000) await pause(left + 10);
  }

  test("let exactly the allowance through when fifty ask at once", async () => {
    await awayFromTheEnd(60);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => cross.takeRate("fifty", 60, 20)),
    );
    expect(answers.filter(Boolean)).toHaveLength(20);
    expect(await cross.takeRate("fifty", 60, 20)).toBe(false);
    expect(await cross.takeRate("another", 60, 20)).toBe(true);
  });

  test("are taken in order, and none behind the one that is used up", async () => {
    await awayFromTheEnd(60);
    const take = (bucket: string, max: number) => ({ bucket, windowSeconds: 60, max });
    const both = [take("first of two", 5), take("second of two", 1), take("behind", 1)];
    expect(await cross.takeRates(both)).toBeNull();
    expect(await cross.takeRates(both)).toBe(1);
    expect(await cross.takeRates(both)).toBe(1);
    const { rows } = await world.owner.query<{ bucket: string; hits: number }>(
      "select bucket, hits from rate_counter where bucket = any($1) order by bucket desc",
      [both.map(({ bucket }) => bucket)],
    );
    expect(rows).toEqual([
      { bucket: "second of two", hits: 3 },
      { bucket: "first of two", hits: 3 },
      { bucket: "behind", hits: 1 },
    ]);
  });

  test("begin anew with the next window", async () => {
    await pause(1000 - (Date.now() % 1000));
    expect(await cross.takeRate("short", 1, 1)).toBe(true);
    expect(await cross.takeRate("short", 1, 1)).toBe(false);
    await pause(1010 - (Date.now() % 1000));
    expect(await cross.takeRate("short", 1, 1)).toBe(true);
  });

  test("are forgotten once their window is past", async () => {
    await cross.takeRate("kept", 60, 1);
    expect(await cross.forgetRates(new Date(Date.now() - 3_600_000))).toBe(0);
    expect(await cross.forgetRates(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    expect(await cross.takeRate("kept", 60, 1)).toBe(true);
  });
});

test("the clock's offset is read back as it was set", async () => {
  expect(await cross.clockOffsetMs()).toBe(0);
  await cross.setClockOffsetMs(90_000_000_000);
  expect(await cross.clockOffsetMs()).toBe(90_000_000_000);
  await cross.setClockOffsetMs(-5);
  expect(await cross.clockOffsetMs()).toBe(-5);
  await cross.setClockOffsetMs(0);
});

describe("storing deliveries", () => {
  const received = at("10:00:00.000");

  function delivery(deliveryId: string, change: Partial<StoredDelivery> = {}): StoredDelivery {
    const body = new Uint8Array([1, 2, 3]);
    const facts = { shopId: shopA, source: "shopify", topic: "orders/create" } as const;
    return { ...facts, deliveryId, triggeredAt: null, body, holds: [], ...change };
  }

  const holdsOf = async (eventId: string) => {
    const { rows } = await world.owner.query<{ hash: string; shop_id: string }>(
      "select hash, shop_id from intake_hold where event_id = $1 order by hash",
      [eventId],
    );
    return rows;
  };

  const idOf = async (deliveryId: string) => {
    const { rows } = await world.owner.query<{ id: string }>(
      "select id from intake_event where delivery_id = $1",
      [deliveryId],
    );
    return rows[0]?.id ?? "";
  };

  test("keeps each with its holds, and says what is new", async () => {
    const stored = await cross.storeDeliveries(
      [
        delivery("d1", { holds: ["p.1", "e.1", "p.1"], triggeredAt: at("09:59:00.000") }),
        delivery("d2", { shopId: shopB, source: "whatsapp", topic: "messages", holds: ["p.1"] }),
        delivery("d3"),
      ],
      received,
    );
    const [one, two, three] = [await idOf("d1"), await idOf("d2"), await idOf("d3")];
    expect(sortedBy(stored, (row) => row.eventId)).toEqual(
      sortedBy(
        [
          { shopId: shopA, eventId: one },
          { shopId: shopB, eventId: two },
          { shopId: shopA, eventId: three },
        ],
        (row) => row.eventId,
      ),
    );
    expect(await holdsOf(one)).toEqual([
      { hash: "e.1", shop_id: shopA },
      { hash: "p.1", shop_id: shopA },
    ]);
    expect(await holdsOf(two)).toEqual([{ hash: "p.1", shop_id: shopB }]);
    expect(await holdsOf(three)).toEqual([]);
    const { rows } = await world.owner.query(
      "select shop_id, source, topic, delivery_id, triggered_at, received_at, next_try_at, body, status, attempts from intake_event where id = $1",
      [one],
    );
    expect(rows).toEqual([
      {
        shop_id: shopA,
        source: "shopify",
        topic: "orders/create",
        delivery_id: "d1",
        triggered_at: at("09:59:00.000"),
        received_at: received,
        next_try_at: received,
        body: Buffer.from([1, 2, 3]),
        status: "received",
        attempts: 0,
      },
    ]);
  });

  test("drops what came before, in one batch as across batches, holds and all", async () => {
    const first = await cross.storeDeliveries(
      [delivery("e1", { holds: ["p.2"] }), delivery("e1", { holds: ["p.3"] }), delivery("e2")],
      received,
    );
    expect(first).toHaveLength(2);
    expect(await holdsOf(await idOf("e1"))).toHaveLength(1);
    expect(await cross.storeDeliveries([delivery("e1"), delivery("e2")], received)).toEqual([]);
    expect(await cross.storeDeliveries([delivery("e2"), delivery("e3")], received)).toEqual([
      { shopId: shopA, eventId: await idOf("e3") },
    ]);
  });

  test("tells shops and sources apart when they use the same delivery id", async () => {
    const batch = [
      delivery("same"),
      delivery("same", { shopId: shopB }),
      delivery("same", { source: "whatsapp" }),
    ];
    expect(await cross.storeDeliveries(batch, received)).toHaveLength(3);
    expect(await cross.storeDeliveries(batch, received)).toEqual([]);
  });

  test("keeps each once when the same storm reaches several processes in different orders", async () => {
    const ids = Array.from({ length: 3000 }, (_, n) => `storm-${n}`);
    const batches = Array.from({ length: 8 }, (_, n) => (n % 2 ? ids : ids.toReversed()));
    const stored = await Promise.all(
      batches.map((batch) =>
        cross.storeDeliveries(
          batch.map((id) => delivery(id, { holds: [`p.${id}`] })),
          received,
        ),
      ),
    );
    expect(stored.flat()).toHaveLength(ids.length);
    const { rows } = await world.owner.query<{ events: number; holds: number }>(
      `select (select count(*)::int from intake_event where delivery_id like 'storm-%') as events,
        (select count(*)::int from intake_hold where hash like 'p.storm-%') as holds`,
    );
    expect(rows).toEqual([{ events: ids.length, holds: ids.length }]);
  });

  test("keeps every character of a delivery's id and topic", async () => {
    const odd = 'a "quoted\\" {id}, NULL \u00e4';
    await cross.storeDeliveries([delivery(odd, { topic: "null" })], received);
    const { rows } = await world.owner.query("select topic from intake_event where id = $1", [
      await idOf(odd),
    ]);
    expect(rows).toEqual([{ topic: "null" }]);
  });

  test("takes a body of a megabyte, and an empty batch", async () => {
    const body = new Uint8Array(1_000_000).fill(7);
    expect(await cross.storeDeliveries([delivery("large", { body })], received)).toHaveLength(1);
    expect(await cross.storeDeliveries([], received)).toEqual([]);
  });

  test("is seen by the sweep once it is due, and no more once it is settled", async () => {
    await world.owner.query("delete from intake_event");
    const [stored] = await cross.storeDeliveries([delivery("due", { shopId: shopB })], received);
    const eventId = stored?.eventId ?? "";
    expect(await cross.intakeDue(at("09:59:59.999"), 10)).toEqual([]);
    expect(await cross.intakeDue(received, 10)).toEqual([{ shopId: shopB, eventId }]);
    await world.owner.query("update intake_event set status = 'processed' where id = $1", [
      eventId,
    ]);
    expect(await cross.intakeDue(received, 10)).toEqual([]);
  });
});

describe("codes of WhatsApp that nobody knows", () => {
  test("are counted over all shops, and nothing else is told", async () => {
    expect(await cross.unknownErrorsTotal()).toBe(0);
    for (const [shop, code, hits] of [
      [shopA, 999_999, 2],
      [shopB, 999_999, 3],
      [shopB, 0, 1],
    ] as const) {
      await world.owner.query(
        `insert into unknown_error (shop_id, code, place, first_at, last_at, hits)
         values ($1, $2, 'webhook', $3, $3, $4)`,
        [shop, code, at("10:00:00.000"), hits],
      );
    }
    expect(await cross.unknownErrorsTotal()).toBe(6);
  });
});
