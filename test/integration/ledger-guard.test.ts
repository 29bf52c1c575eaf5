import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type MessagingKit, startMessagingKit } from "./messaging-kit.ts";
import { type Person, withdraw } from "./messaging-person.ts";

let kit: MessagingKit;
let mara: Person;
let phones = 0;

beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());
beforeEach(async () => {
  mara = await newPerson();
});

const newPerson = () => kit.person(`+49151700${String((phones += 1)).padStart(5, "0")}`);

/** Statements as the app's own role, in one transaction that is undone. Gives the SQLSTATE of the first refusal. */
async function asApp(statements: [text: string, values?: unknown[]][]): Promise<string | null> {
  const client = new pg.Client({ connectionString: kit.test.appUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.shop', $1, true)", [kit.shopId]);
    for (const [text, values] of statements) await client.query(text, values);
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code ?? "?";
    throw error;
  } finally {
    await client.end();
  }
}

const NO_CONSENT = "BK001";
const REFUSED = "23000";
const CLAIM = "update message set state = 'claimed' where id = $1";
const HAND_OVER = "update message set state = 'handing_over' where id = $1";

const plan = (who: Person, change = {}) => kit.plan(who, change);

/** A granted person's message that is claimed, whatever the tests do with it later. */
async function attempts(id: string, ...statements: string[]): Promise<string | null> {
  return asApp(statements.map((text) => [text, text.includes("$1") ? [id] : []]));
}

async function templateId(purpose: string): Promise<string> {
  const { rows } = await kit.test.owner.query<{ id: string }>(
    "select id from template where shop_id = $1 and purpose = $2 limit 1",
    [kit.shopId, purpose],
  );
  return rows[0]?.id ?? "";
}

describe("the database lets a message leave", () => {
  it("with consent for its topic and number, step by step or at once", async () => {
    expect(await attempts(await plan(mara), CLAIM, HAND_OVER)).toBeNull();
    expect(await attempts(await plan(mara), HAND_OVER)).toBeNull();
  });

  it("whatever becomes of consent after it was handed over", async () => {
    const id = await plan(mara);
    expect(
      await attempts(
        id,
        HAND_OVER,
        `insert into consent_event (shop_id, contact_id, kind, source, at, recorded_at)
         select shop_id, contact_id, 'withdrawn', 'merchant', now(), now() from message where id = $1`,
        "update consent_state set state = 'withdrawn' where contact_id = (select contact_id from message where id = $1)",
        "update message set price_micros = 1 where id = $1",
        "update message set state = 'delivered' where id = $1",
      ),
    ).toBeNull();
  });

  it.each(["double_opt_in", "opt_out_confirmation"] as const)(
    "without consent where it is a real confirmation: %s",
    async (kind) => {
      await withdraw(kit, mara);
      const id = await plan(mara, { kind, templateId: await templateId(kind) });
      expect(await attempts(id, CLAIM, HAND_OVER)).toBeNull();
    },
  );

  it("without consent where it answers a no as plain text", async () => {
    await withdraw(kit, mara);
    const kind = "opt_out_confirmation" as const;
    const id = await plan(mara, { kind });
    const asText = "update message set state = 'claimed', template_id = null where id = $1";
    expect(await attempts(id, asText)).toBeNull();
  });
});

describe("the database refuses a message to leave", () => {
  it("without any consent", async () => {
    const id = await plan(mara, { contactId: randomUUID() });
    expect(await attempts(id, CLAIM)).toBe(NO_CONSENT);
    expect(await attempts(id, HAND_OVER)).toBe(NO_CONSENT);
  });

  it("after a withdrawal, also when it was claimed before", async () => {
    const id = await plan(mara);
    await kit.test.owner.query(CLAIM, [id]);
    await withdraw(kit, mara);
    expect(await attempts(id, HAND_OVER)).toBe(NO_CONSENT);
    expect(await attempts(await plan(mara), CLAIM)).toBe(NO_CONSENT);
  });

  it("while consent is pending", async () => {
    const id = await plan(mara);
    const pending = "update consent_state set state = 'pending' where true";
    expect(await attempts(id, pending, CLAIM)).toBe(NO_CONSENT);
  });

  it("for another topic, another number, another person, another shop's consent", async () => {
    const tom = await newPerson();
    expect(await attempts(await plan(mara, { topic: "offers" }), CLAIM)).toBe(NO_CONSENT);
    expect(await attempts(await plan(mara, { toHash: tom.hash }), CLAIM)).toBe(NO_CONSENT);
    const moved = "update consent_state set shop_id = gen_random_uuid() where true";
    expect(await attempts(await plan(mara), moved)).not.toBeNull();
  });

  it.each([
    ["topic", "update message set topic = 'offers', state = 'claimed' where id = $1"],
    ["number", "update message set to_hash = 'p.other', state = 'claimed' where id = $1"],
    [
      "person",
      "update message set contact_id = gen_random_uuid(), state = 'claimed' where id = $1",
    ],
  ])("when its %s changes on the way", async (_what, statement) => {
    const id = await plan(mara);
    expect(await attempts(id, statement)).toBe(NO_CONSENT);
    const inBetween = statement.replace(", state = 'claimed'", "");
    expect(await attempts(id, inBetween, CLAIM)).toBe(NO_CONSENT);
    expect(await attempts(id, CLAIM, inBetween, HAND_OVER)).toBe(NO_CONSENT);
  });

  it("under a suppression of its number, and no more once that is lifted", async () => {
    const id = await plan(mara);
    const suppress = `insert into suppression (shop_id, hash, scope, reason, source, since)
      select shop_id, to_hash, 'marketing', 'opt_out', 'merchant', now() from message where id = $1`;
    const lift = "update suppression set lifted_at = now() where true";
    expect(await attempts(id, suppress, CLAIM)).toBe(NO_CONSENT);
    expect(await attempts(id, CLAIM, suppress, HAND_OVER)).toBe(NO_CONSENT);
    expect(await attempts(id, suppress, lift, CLAIM)).toBeNull();
  });

  it("that does not begin as planned", async () => {
    const id = await plan(mara);
    const copy = (state: string) =>
      `insert into message (shop_id, dedupe_key, kind, topic, contact_id, to_hash, state, planned_at, due_at,
         not_before, expires_at)
       select shop_id, gen_random_uuid(), kind, topic, contact_id, to_hash, '${state}', planned_at, due_at, not_before,
         expires_at from message where id = $1`;
    expect(await attempts(id, copy("claimed"))).toBe(REFUSED);
    expect(await attempts(id, copy("handing_over"))).toBe(REFUSED);
    expect(await attempts(id, copy("planned"))).toBeNull();
    const upsert = `insert into message select * from message where id = $1
      on conflict (shop_id, dedupe_key) do update set state = 'claimed', topic = 'offers'`;
    // `phase` is generated, so every column has to be named.
    const columns = await kit.test.owner.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
       where attrelid = 'message'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    );
    const names = columns.rows[0]?.names ?? "";
    const named = upsert
      .replace("into message select *", `into message (${names}) select ${names}`)
      .replace(
        "set state = 'claimed', topic = 'offers'",
        "set state = 'claimed', topic = 'offers'",
      );
    expect(await attempts(id, named)).toBe(NO_CONSENT);
  });

  it("by way of MERGE, of a whole batch, of one step back and forth", async () => {
    const id = await plan(mara, { topic: "offers" });
    const merge = `merge into message m using (select $1::uuid as id) s on m.id = s.id
      when matched then update set state = 'claimed'`;
    expect(await attempts(id, merge)).toBe(NO_CONSENT);
    const good = await plan(mara);
    const both = "update message set state = 'claimed' where state = 'planned'";
    expect(await attempts(good, both)).toBe(NO_CONSENT);
    const back = "update message set state = 'planned' where id = $1";
    const other = "update message set topic = 'offers' where id = $1";
    expect(await attempts(good, CLAIM, back, other, CLAIM)).toBe(NO_CONSENT);
  });

  it("that calls itself a confirmation, before or while it is claimed", async () => {
    const id = await plan(mara, { topic: "offers" });
    const kind = "update message set kind = 'opt_out_confirmation' where id = $1";
    const both = "update message set kind = 'double_opt_in', state = 'claimed' where id = $1";
    expect(await attempts(id, kind)).toBe(REFUSED);
    expect(await attempts(id, both)).toBe(REFUSED);
  });

  it("that is a confirmation in a template of advertising", async () => {
    const advertising = await templateId("cart_reminder_2");
    for (const kind of ["double_opt_in", "opt_out_confirmation"] as const) {
      await withdraw(kit, mara);
      const id = await plan(mara, { kind, templateId: await templateId(kind) });
      const swap = `update message set state = 'claimed', template_id = '${advertising}' where id = $1`;
      expect(await attempts(id, swap)).toBe(NO_CONSENT);
      const gone =
        "update message set state = 'claimed', template_id = gen_random_uuid() where id = $1";
      expect(await attempts(id, gone)).toBe(NO_CONSENT);
    }
    const asText = "update message set state = 'claimed', template_id = null where id = $1";
    const asked = await plan(mara, { kind: "double_opt_in" });
    expect(await attempts(asked, asText)).toBe(NO_CONSENT);
  });

  it("by making a template of advertising a utility one, apart or in the same statement", async () => {
    await withdraw(kit, mara);
    const advertising = await templateId("cart_reminder_2");
    const kind = "opt_out_confirmation" as const;
    const id = await plan(mara, { kind, templateId: advertising });
    const disguise = `update template set category = 'UTILITY', purpose = 'opt_out_confirmation' where id = '${advertising}'`;
    expect(await attempts(id, disguise)).toBe(REFUSED);
    expect(await attempts(id, `with t as (${disguise}) ${CLAIM}`)).toBe(REFUSED);
  });

  it("by taking the place of one that was claimed", async () => {
    const good = await plan(mara);
    const bad = await plan(mara, { topic: "offers" });
    const away = "update message set id = gen_random_uuid() where id = $1";
    expect(await attempts(good, CLAIM, away)).toBe(REFUSED);
    const exchange = `update message set id = case id when '${good}' then '${bad}'::uuid else gen_random_uuid() end, state = 'claimed' where id in ('${good}', '${bad}')`;
    expect(await attempts(good, CLAIM, exchange)).toBe(REFUSED);
  });

  it("by a table of the session's own in the place of consent", async () => {
    const id = await plan(mara, { topic: "offers" });
    const own = `create temporary table consent_state as select shop_id, contact_id, 'offers'::text as topic,
      'granted'::text as state, to_hash as identifier_hash from message`;
    expect(await attempts(id, own, CLAIM)).toBe(NO_CONSENT);
    const path = "set local search_path = pg_temp, public";
    expect(await attempts(id, own, path, CLAIM)).toBe(NO_CONSENT);
  });

  it("with consent that is written without an event of the ledger", async () => {
    const id = await plan(mara, { topic: "offers" });
    const state = (event: string, hash = "to_hash") =>
      `insert into consent_state (shop_id, contact_id, topic, state, identifier_hash, since, event_id)
       select shop_id, contact_id, topic, 'granted', ${hash}, now(), ${event} from message where id = $1`;
    expect(await attempts(id, state("gen_random_uuid()"))).toBe(REFUSED);
    const other =
      "(select e.id from consent_event e where e.contact_id = message.contact_id limit 1)";
    expect(await attempts(id, state(other))).toBe(REFUSED); // that one is of reminders
    const grant = `insert into consent_event (shop_id, contact_id, topic, kind, source, identifier_hash, at, recorded_at)
      select shop_id, contact_id, topic, 'granted', 'checkout', to_hash, now() - interval '1 hour', now() from message where id = $1`;
    const granted =
      "(select e.id from consent_event e where e.contact_id = message.contact_id and e.topic = 'offers')";
    expect(await attempts(id, grant, state(granted), CLAIM)).toBeNull();
    expect(await attempts(id, grant, state(granted, "'p.other'"))).toBe(REFUSED);
    const no = `insert into consent_event (shop_id, contact_id, kind, source, at, recorded_at)
      select shop_id, contact_id, 'withdrawn', 'merchant', now(), now() from message where id = $1`;
    expect(await attempts(id, grant, no, state(granted))).toBe(REFUSED);
  });

  it("also for its owner", async () => {
    const id = await plan(mara, { topic: "offers" });
    await expect(kit.test.owner.query(CLAIM, [id])).rejects.toThrow("no valid consent");
  });
});

describe("where the policy lets something pass and the database does not", () => {
  /** A withdrawal that the policy cannot see, as a fault of ours would leave it. */
  async function blindPolicy(): Promise<() => Promise<void>> {
    const { owner } = kit.test;
    await owner.query(
      `create or replace view consent_current with (security_invoker = true) as
       select shop_id, contact_id, topic, 'granted'::text as state, identifier_hash, since from consent_state`,
    );
    return async () => {
      await owner.query(
        `create or replace view consent_current with (security_invoker = true) as
         select shop_id, contact_id, topic, state, identifier_hash, since from consent_state`,
      );
    };
  }

  async function quietNo(who: Person): Promise<void> {
    await kit.test.owner.query(
      "update consent_state set state = 'withdrawn' where contact_id = $1",
      [who.contactId],
    );
  }

  async function sendBlindly(people: Person[], change: (deps: Deps) => Partial<Deps>) {
    await kit.test.owner.query("update message set state = 'skipped' where state = 'planned'");
    const ids: string[] = [];
    for (const who of people) ids.push(await plan(who));
    const errors: string[] = [];
    const log = { ...kit.deps.log, error: (event: string) => void errors.push(event) };
    const restore = await blindPolicy();
    try {
      const sent = await dispatchNumber({ ...kit.deps, log, ...change(kit.deps) }, kit.target);
      const rows = await Promise.all(ids.map((id) => kit.row(id)));
      return { sent, errors, rows: rows.map(({ state, reason }) => ({ state, reason })) };
    } finally {
      await restore();
    }
  }

  const gone = { state: "accepted", reason: null };
  const skipped = { state: "skipped", reason: "no_consent" };

  it("the batch goes without it, it is skipped with its reason, and somebody is told", async () => {
    await quietNo(mara);
    const people = [mara, await newPerson(), await newPerson()];
    const { sent, rows, errors } = await sendBlindly(people, () => ({}));
    expect(sent).toBe(2);
    expect(rows).toEqual([skipped, gone, gone]);
    expect(errors).toEqual(["messages.refused_by_database"]);
  });

  it("the same where the no comes between claim and hand-over", async () => {
    const people = [mara, await newPerson(), await newPerson()];
    const { sent, rows } = await sendBlindly(people, ({ whatsapp }) => ({
      whatsapp: {
        ...whatsapp,
        openSend: async (wish) => {
          await quietNo(mara);
          return whatsapp.openSend(wish);
        },
      },
    }));
    expect(sent).toBe(2);
    expect(rows).toEqual([skipped, gone, gone]);
  });
});
