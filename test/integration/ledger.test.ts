import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  anchorLedgers,
  recordConsent,
  redactShopLedger,
  verifyChain,
  verifyStates,
} from "#app/modules/consent/index.ts";
import { mergeContacts } from "#app/modules/contacts/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { addLedger, addReader, asVandal, entry, write } from "./ledger-kit.ts";

let world: TestDeps;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());

const verify = (shopId: string) => verifyChain(world.deps, shopId);

async function sqlState(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code;
    throw error;
  }
}

async function inWall<T>(
  shopId: string,
  work: (client: pg.Client) => Promise<T>,
  url = world.appUrl,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.shop', $1, true)", [shopId]);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function count(table: string, shopId: string): Promise<number> {
  const text = `select count(*)::int as n from ${table} where shop_id = $1`;
  const { rows } = await world.owner.query<{ n: number }>(text, [shopId]);
  return rows[0]?.n ?? 0;
}

describe("the chain", () => {
  it("links every event of a shop, in a chain of its own, that other code than the database's follows", async () => {
    const { shopId } = await addLedger(world);
    const other = await addLedger(world);
    expect(await verify(shopId)).toMatchObject({ events: 6, end: { seq: 6 }, broken: null });
    expect(await verify(other.shopId)).toMatchObject({ events: 6, end: { seq: 6 }, broken: null });
    expect(await verifyStates(world.deps, shopId)).toEqual({
      contacts: 3,
      different: 0,
      examples: [],
    });
  });

  it("of a shop without events is whole", async () => {
    const shopId = await world.addShop();
    expect(await verify(shopId)).toMatchObject({ events: 0, broken: null });
  });

  it("does not know an event that is not added: the same request twice, a transaction that is rolled back", async () => {
    const { shopId, first: who } = await addLedger(world);
    await write(world.deps, shopId, who, { requestKey: "request-1" });
    await write(world.deps, shopId, who, { requestKey: "request-1" });
    const cancelled = world.deps.db.inShop(shopId, async (tx) => {
      await recordConsent(world.deps, tx, { shopId, ...who }, [entry(world.deps, who)]);
      throw new Error("changed its mind");
    });
    await expect(cancelled).rejects.toThrow("changed its mind");
    expect(await verify(shopId)).toMatchObject({ events: 7, end: { seq: 7 }, broken: null });
  });

  it("stays whole, and nobody waits for each other, when transactions write for several people at once", async () => {
    const shopId = await world.addShop();
    const readers = await Promise.all(
      Array.from({ length: 4 }, () => addReader(world.deps, shopId)),
    );
    const { owner } = world;
    const deadlocks = async () => {
      const { rows } = await owner.query<{ n: number }>(
        "select deadlocks::int as n from pg_stat_database where datname = current_database()",
      );
      return rows[0]?.n;
    };
    const before = await deadlocks();
    // Everybody takes people in one order. A lock on the chain that was taken before the next person's would still
    // be waited for crosswise.
    const turns = Array.from({ length: 12 }, (_, turn) =>
      world.deps.db.inShop(shopId, async (tx) => {
        for (const who of readers.slice(turn % 3, (turn % 3) + 2)) {
          await recordConsent(world.deps, tx, { shopId, ...who }, [entry(world.deps, who)]);
        }
      }),
    );
    await Promise.all(turns);
    expect(await verify(shopId)).toMatchObject({ events: 24, end: { seq: 24 }, broken: null });
    expect(await deadlocks()).toBe(before);
  });

  it("follows the order of commits, however many write at the same moment", async () => {
    const { shopId, first } = await addLedger(world);
    const writers = new pg.Pool({ connectionString: world.ownerUrl, max: 8 });
    const insert = `insert into consent_event (shop_id, contact_id, topic, kind, source, identifier_hash, at, recorded_at)
      select $1, $2, 'offers', 'granted', 'checkout', 'p.x', now(), now() from generate_series(1, 3)`;
    await Promise.all(
      Array.from({ length: 100 }, () => writers.query(insert, [shopId, first.contactId])),
    );
    await writers.end();
    expect(await verify(shopId)).toMatchObject({ events: 306, end: { seq: 306 }, broken: null });
  });

  it("gives one state to contacts that turned out to be one person", async () => {
    const { shopId, readers, first } = await addLedger(world);
    const other = readers[1]?.contactId ?? "";
    await world.deps.db.inShop(shopId, (tx) =>
      mergeContacts(world.deps, tx, {
        shopId,
        contactIds: [first.contactId, other],
        reason: "merchant",
        decidedBy: "merchant",
        staffId: "1",
      }),
    );
    expect(await verify(shopId)).toMatchObject({ broken: null });
    const states = await verifyStates(world.deps, shopId);
    expect(states).toEqual({ contacts: 2, different: 0, examples: [] });
  });

  it("is whole after a person's key was erased", async () => {
    const { shopId, first } = await addLedger(world);
    await world.owner.query("update contact set data_key = '', erased_at = now() where id = $1", [
      first.contactId,
    ]);
    expect(await verify(shopId)).toMatchObject({ events: 6, broken: null });
  });

  it("is made by the migration for events that are older than it", async () => {
    const { shopId } = await addLedger(world);
    const file = await readFile(
      "prisma/migrations/20261122180001_ledger_chain/migration.sql",
      "utf8",
    );
    const block = /^do \$\$.*?^end \$\$;/ms.exec(file)?.[0] ?? "";
    await asVandal(world.owner, ["delete from consent_link", "delete from consent_head", block]);
    expect(await verify(shopId)).toMatchObject({ events: 6, end: { seq: 6 }, broken: null });
  });
});

describe("an owner who has switched the triggers off is found out", () => {
  const EVENT = "(select event_id from consent_link where shop_id = $1 and seq = 3)";
  const SET = "update consent_event set";
  const changes: [string, string][] = [
    ["topic", "topic = 'tap_tracking'"],
    ["kind", "kind = 'confirmed'"],
    ["source", "source = 'thank_you'"],
    ["person", "contact_id = gen_random_uuid()"],
    ["number", "identifier_hash = 'p.other'"],
    ["number, gone", "identifier_hash = null"],
    ["time", "at = at + interval '1 millisecond'"],
    ["time of writing", "recorded_at = recorded_at - interval '1 millisecond'"],
    ["wording", "wording_version = 'other'"],
    ["wording's hash", "wording_hash = 'other'"],
    ["language", "locale = 'en'"],
    ["place", "place = null"],
    ["checkout", "checkout_token = 'größe-2'"],
    ["request", "request_key = 'other'"],
    ["evidence", "evidence = set_byte(evidence, 40, 255 - get_byte(evidence, 40))"],
    ["evidence, gone", "evidence = null"],
    ["two fields cut differently", "locale = locale || ';8:', place = 'checkout'"],
  ];
  it.each(changes)("changing what an event says: %s", async (_what, set) => {
    const { shopId } = await addLedger(world);
    await asVandal(world.owner, [`${SET} ${set} where id = ${EVENT} and shop_id = $1`], [shopId]);
    expect((await verify(shopId)).broken).toEqual({ problem: "content_changed", place: "link 3" });
  });

  const LINK = "from consent_link where shop_id = $1 and seq";
  const vandalisms: [string, string[], { problem: string; place: string }][] = [
    [
      "removing an event",
      [`delete from consent_event where id = ${EVENT} and shop_id = $1`],
      { problem: "event_missing", place: "link 3" },
    ],
    [
      "removing an event with its link",
      [`delete from consent_event where id = ${EVENT}`, `delete ${LINK} = 3`],
      { problem: "link_missing", place: "link 3" },
    ],
    [
      "cutting off the beginning",
      [`delete ${LINK} < 3`],
      { problem: "link_missing", place: "link 1" },
    ],
    [
      "cutting off the beginning and counting anew",
      [`delete ${LINK} < 3`, "update consent_link set seq = seq - 2 where shop_id = $1"],
      { problem: "order_changed", place: "link 1" },
    ],
    [
      "cutting off the end",
      [
        "delete from consent_event where shop_id = $1 and id = (select event_id from consent_link where shop_id = $1 and seq = 6)",
        `delete ${LINK} = 6`,
      ],
      { problem: "end_missing", place: "link 6" },
    ],
    [
      "removing everything but the head",
      [
        "delete from consent_event where shop_id = $1",
        "delete from consent_link where shop_id = $1",
      ],
      { problem: "end_missing", place: "link 6" },
    ],
    [
      "removing the head",
      ["delete from consent_head where shop_id = $1"],
      { problem: "end_missing", place: "head" },
    ],
    [
      "moving the head",
      ["update consent_head set seq = 5 where shop_id = $1"],
      { problem: "end_missing", place: "link 6" },
    ],
    [
      "changing the order of two",
      [
        "update consent_link set seq = -3 where shop_id = $1 and seq = 3",
        "update consent_link set seq = 3 where shop_id = $1 and seq = 4",
        "update consent_link set seq = 4 where shop_id = $1 and seq = -3",
      ],
      { problem: "order_changed", place: "link 3" },
    ],
    [
      "exchanging the events of two links",
      [
        `with two as (select seq, event_id ${LINK} in (3, 4))
         update consent_link l set event_id = case when l.seq = 3 then gen_random_uuid() else l.event_id end
         where l.shop_id = $1 and l.seq = 3`,
      ],
      { problem: "event_missing", place: "link 3" },
    ],
    [
      "a tombstone that covers what was taken away",
      [
        `delete from consent_event where shop_id = $1 and id in (select event_id ${LINK} > 3)`,
        `delete ${LINK} > 3`,
        `insert into consent_link (shop_id, seq, prev_hash, hash, removed_events, removed_because, removed_at, removed_in)
         select $1, 7, hash, hash, 3, 'shop/redact', now(), pg_current_xact_id() ${LINK} = 3`,
      ],
      { problem: "content_changed", place: "link 7" },
    ],
  ];
  it.each(vandalisms)("%s", async (_what, statements, found) => {
    const { shopId } = await addLedger(world);
    for (const statement of statements) await asVandal(world.owner, [statement], [shopId]);
    expect((await verify(shopId)).broken).toEqual(found);
  });

  it("slipping an event in", async () => {
    const { shopId, first } = await addLedger(world);
    const id = randomUUID();
    await asVandal(
      world.owner,
      [
        `insert into consent_event (id, shop_id, contact_id, topic, kind, source, identifier_hash, at, recorded_at)
         values ($1, $2, $3, 'offers', 'granted', 'checkout', 'p.x', now(), now())`,
      ],
      [id, shopId, first.contactId],
    );
    expect((await verify(shopId)).broken).toEqual({
      problem: "event_without_link",
      place: `event ${id}`,
    });
  });

  it("changing the state that sends ask, of a person and of one without any event", async () => {
    const { shopId, first } = await addLedger(world);
    await asVandal(
      world.owner,
      ["update consent_state set state = 'granted' where shop_id = $1 and contact_id = $2"],
      [shopId, first.contactId],
    );
    await asVandal(
      world.owner,
      [
        `insert into consent_state (shop_id, contact_id, topic, state, identifier_hash, since, event_id)
         values ($1, $2, 'offers', 'granted', 'p.x', now(), gen_random_uuid())`,
      ],
      [shopId, randomUUID()],
    );
    const report = await verifyStates(world.deps, shopId);
    expect(report).toMatchObject({ contacts: 4, different: 2 });
    expect(report.examples.map(({ contactId }) => contactId)).toContain(first.contactId);
  });

  it("writing the whole chain anew, by whoever kept a link of it", async () => {
    const { shopId } = await addLedger(world);
    const { end } = await verify(shopId);
    const file = await readFile(
      "prisma/migrations/20261122180001_ledger_chain/migration.sql",
      "utf8",
    );
    const block = /^do \$\$.*?^end \$\$;/ms.exec(file)?.[0] ?? "";
    await asVandal(world.owner, [
      "update consent_event set kind = 'confirmed' where kind = 'granted'",
      "delete from consent_link",
      "delete from consent_head",
      block,
    ]);
    // By itself it is whole: that is all that a chain in the same hands can say.
    expect((await verify(shopId)).broken).toBeNull();
    const anchored = await verifyChain(world.deps, shopId, end);
    expect(anchored.broken).toEqual({ problem: "anchor_differs", place: `link ${end.seq}` });
    const now = await verify(shopId);
    expect((await verifyChain(world.deps, shopId, now.end)).broken).toBeNull();
  });
});

it("writes every ledger's end into the log, as the anchor that the command takes", async () => {
  const { shopId } = await addLedger(world);
  const { end } = await verify(shopId);
  const lines: unknown[] = [];
  const log = {
    ...world.deps.log,
    info: (event: string, of?: object) => void lines.push({ event, ...of }),
  };
  await anchorLedgers({ ...world.deps, log });
  const anchor = `${end.seq}:${end.hash}`;
  expect(lines).toContainEqual({ event: "ledger.anchor", shopId, anchor });
});

const REFUSED = "23000";
const DENIED = "42501";

describe("by direct SQL", () => {
  const STATEMENTS = [
    "update consent_event set kind = 'granted'",
    "update consent_event set evidence = null where false or true",
    "delete from consent_event",
    "delete from consent_event where shop_id = current_shop()",
    "truncate consent_event",
    "merge into consent_event e using (select 1) s on true when matched then delete",
    "insert into consent_event (id, shop_id, contact_id, kind, source, at, recorded_at) select id, shop_id, contact_id, 'granted', source, at, recorded_at from consent_event on conflict (id) do update set kind = 'granted'",
    "update consent_link set hash = prev_hash",
    "delete from consent_link",
    "truncate consent_link",
    "insert into consent_link (shop_id, seq, event_id, prev_hash, hash) select shop_id, 99, gen_random_uuid(), hash, hash from consent_head",
    "insert into consent_link (shop_id, seq, prev_hash, hash, removed_events, removed_because, removed_at, removed_in) select shop_id, 99, hash, hash, 1, 'x', now(), pg_current_xact_id() from consent_head",
    "update consent_head set seq = seq - 1",
    "delete from consent_head",
    "insert into consent_head (shop_id, seq, hash) values (gen_random_uuid(), 0, '')",
    "truncate consent_head",
  ];

  it.each(STATEMENTS)("the app cannot: %s", async (statement) => {
    const { shopId } = await addLedger(world);
    expect(await sqlState(inWall(shopId, (app) => app.query(statement)))).toBe(DENIED);
  });

  it.each(STATEMENTS)("nor can the owner: %s", async (statement) => {
    const { shopId } = await addLedger(world);
    const outcome = inWall(shopId, (owner) => owner.query(statement), world.ownerUrl);
    expect(await sqlState(outcome)).toBe(REFUSED);
  });

  it("nor can the owner in the place of the privileged function", async () => {
    const { shopId } = await addLedger(world);
    const asSystem = (statement: string) =>
      inWall(
        shopId,
        async (owner) => {
          await owner.query("set local role beckon_system");
          await owner.query(statement);
        },
        world.ownerUrl,
      );
    expect(await sqlState(asSystem("delete from consent_event"))).toBe(REFUSED);
    expect(await sqlState(asSystem("delete from consent_link"))).toBe(REFUSED);
  });

  it("the link is made although nobody asks for it, at once where somebody asks", async () => {
    const { shopId, first } = await addLedger(world);
    await inWall(shopId, async (app) => {
      await app.query(
        `insert into consent_event (shop_id, contact_id, topic, kind, source, at, recorded_at)
         values ($1, $2, null, 'withdrawn', 'merchant', now(), now())`,
        [shopId, first.contactId],
      );
      await app.query("set constraints all immediate");
      const { rows } = await app.query("select seq from consent_head");
      expect(rows).toEqual([{ seq: "7" }]);
      await app.query("commit");
    });
    expect(await verify(shopId)).toMatchObject({ events: 7, broken: null });
  });
});

describe("shop/redact", () => {
  const why = () => ({ because: "shop/redact", at: world.clock.now() });
  const redact = (shopId: string) =>
    world.deps.db.inShop(shopId, (tx) => redactShopLedger(tx, shopId, why()));

  it("removes the shop's ledger and leaves a tombstone that says how much, when and why", async () => {
    const { shopId } = await addLedger(world);
    const { end } = await verify(shopId);
    expect(await redact(shopId)).toBe(6);
    expect(await count("consent_event", shopId)).toBe(0);
    expect(await count("consent_state", shopId)).toBe(0);
    const { rows } = await world.owner.query(
      `select seq::int, event_id, encode(prev_hash, 'hex') as last_hash, removed_events::int as events,
         removed_because as because, removed_at as at from consent_link where shop_id = $1`,
      [shopId],
    );
    const stone = { seq: 7, event_id: null, last_hash: end.hash, events: 6, ...why() };
    expect(rows).toEqual([stone]);
    expect(await verify(shopId)).toMatchObject({ events: 0, removed: 6, broken: null });
  });

  it("a second time finds nothing, and leaves the shops beside it alone", async () => {
    const { shopId } = await addLedger(world);
    const other = await addLedger(world);
    await redact(shopId);
    expect(await redact(shopId)).toBe(0);
    expect(await count("consent_link", shopId)).toBe(1);
    expect(await verify(other.shopId)).toMatchObject({ events: 6, broken: null });
    expect(await redact(await world.addShop())).toBe(0);
  });

  it("goes on from the tombstone when the shop comes back, and may come again", async () => {
    const { shopId } = await addLedger(world);
    await redact(shopId);
    const who = await addReader(world.deps, shopId);
    await write(world.deps, shopId, who);
    await write(world.deps, shopId, who, { kind: "withdrawn", topic: null });
    const whole = { events: 2, removed: 6, end: { seq: 9 }, broken: null };
    expect(await verify(shopId)).toMatchObject(whole);
    expect(await redact(shopId)).toBe(2);
    await write(world.deps, shopId, who);
    const again = { events: 1, removed: 8, end: { seq: 11 }, broken: null };
    expect(await verify(shopId)).toMatchObject(again);
  });

  it("takes along what the same transaction has added", async () => {
    const { shopId, first: who } = await addLedger(world);
    const removed = await world.deps.db.inShop(shopId, async (tx) => {
      await recordConsent(world.deps, tx, { shopId, ...who }, [entry(world.deps, who)]);
      return redactShopLedger(tx, shopId, why());
    });
    expect(removed).toBe(7);
    expect(await verify(shopId)).toMatchObject({ events: 0, removed: 7, broken: null });
  });

  it("does not reach another shop, nor does its tombstone allow anything afterwards", async () => {
    const mine = await addLedger(world);
    const theirs = await addLedger(world);
    const call = "select * from redact_shop_ledger($1, now(), 'x')";
    const across = inWall(mine.shopId, (app) => app.query(call, [theirs.shopId]));
    expect(await sqlState(across)).toBe(DENIED);
    const after = inWall(
      mine.shopId,
      async (owner) => {
        await owner.query(call, [mine.shopId]);
        await owner.query("delete from consent_event where shop_id = $1", [theirs.shopId]);
      },
      world.ownerUrl,
    );
    expect(await sqlState(after)).toBe(REFUSED);
    await redact(mine.shopId);
    const stone = inWall(
      mine.shopId,
      (owner) => owner.query("delete from consent_link where shop_id = $1", [mine.shopId]),
      world.ownerUrl,
    );
    expect(await sqlState(stone)).toBe(REFUSED);
  });

  it("cannot be hidden: without its tombstone the chain is broken", async () => {
    const { shopId } = await addLedger(world);
    await redact(shopId);
    await asVandal(world.owner, ["delete from consent_link where shop_id = $1"], [shopId]);
    expect((await verify(shopId)).broken).toEqual({ problem: "end_missing", place: "link 7" });
  });
});

async function command(
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["app/cli/verify-ledger.ts", ...args], {
    env: { ...process.env, DATABASE_URL: world.appUrl },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (bytes) => (said.out += String(bytes)));
  child.stderr.on("data", (bytes) => (said.err += String(bytes)));
  await once(child, "close");
  return { code: child.exitCode, ...said };
}

async function domainOf(shopId: string): Promise<string> {
  const text = "select domain from shop where id = $1";
  const { rows } = await world.owner.query<{ domain: string }>(text, [shopId]);
  return rows[0]?.domain ?? "";
}

describe("npm run verify-ledger", () => {
  it("says that a ledger is whole, and where it ends", async () => {
    const { shopId } = await addLedger(world);
    const domain = await domainOf(shopId);
    const { end } = await verify(shopId);
    const { code, out } = await command("--shop", domain);
    expect(out).toContain(`${domain}: whole; 6 events; head 6:${end.hash}`);
    expect(out).toContain("the states of 3 contacts follow from it");
    expect(code).toBe(0);
    const anchored = await command("--shop", domain, "--anchor", `6:${end.hash}`);
    expect(anchored.code).toBe(0);
  });

  it("names the first broken place and ends with 1, for one shop and for all", async () => {
    const { shopId } = await addLedger(world);
    const domain = await domainOf(shopId);
    const change = "update consent_event set kind = 'confirmed' where shop_id = $1";
    await asVandal(world.owner, [change], [shopId]);
    const line = `${domain}: BROKEN at link 1: its event is not the one that was linked.`;
    const one = await command("--shop", domain);
    expect(one.out).toContain(line);
    expect(one.code).toBe(1);
    const all = await command();
    expect(all.out).toContain(line);
    expect(all.code).toBe(1);
  });

  it("names the contacts whose state does not follow, and ends with 1", async () => {
    const { shopId, readers } = await addLedger(world);
    const change = "delete from consent_state where shop_id = $1 and contact_id = $2";
    await asVandal(world.owner, [change], [shopId, readers[1]?.contactId]);
    const { code, out } = await command("--shop", await domainOf(shopId));
    expect(out).toContain("DIFFERENT states of 1 of 3 contacts");
    expect(out).toContain(`${readers[1]?.contactId} reminders: ledger granted for p.`);
    expect(code).toBe(1);
  });

  it.each([
    [["--shop", "nobody.myshopify.com"], "There is no shop nobody.myshopify.com."],
    [["--anchor", "1:ab"], "--anchor needs --shop"],
    [["--shop", "x.myshopify.com", "--anchor", "1:ab"], "--anchor takes a link's number and hash"],
    [["--frobnicate"], "frobnicate"],
  ])("%j: says what to do, and ends with 2", async (args, words) => {
    const { code, err } = await command(...args);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });
});
