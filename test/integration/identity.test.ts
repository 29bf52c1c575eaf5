import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { activeSuppressions, consentEventsOf, consentStates } from "#app/modules/consent/index.ts";
import { observeCheckouts } from "#app/modules/checkouts/index.ts";
import { foldConsent } from "#app/modules/consent/consent.rules.ts";
import {
  addIdentifier,
  contactsOfPerson,
  ensureContact,
  findContact,
  type Identifier,
  mergeContacts,
  mergesOf,
  readContacts,
  splitContact,
} from "#app/modules/contacts/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { changeNumber, changeUserId, prefer, write } from "#test/support/histories/webhooks.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";

const PHONE = "+4915112345678";
const OTHER = "+4915187654321";
const USER = "DE.1111";
const USER2 = "DE.2222";

let world: TestDeps;
let shopId = "";
let domain = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  shopId = await world.addShop({ domain });
});

const phone = (value: string): Identifier => ({ kind: "phone", value });
const userId = (value: string): Identifier => ({ kind: "bsuid", value });
const hashOf = (value: string) => world.deps.vault.hash(shopId, "phone", value);

async function pass(seconds = 10): Promise<Date> {
  world.clock.forward({ seconds });
  return world.clock.now();
}

async function tick(number: string, change = {}): Promise<void> {
  await pass();
  const body = optInBody({ phone: number, checkoutToken: randomUUID(), ...change });
  await sendOptIn(world.deps, { domain, body });
}

function whoIs(identifier: Identifier): Promise<string | null> {
  return world.deps.db.inShop(shopId, async (tx) => {
    const found = await findContact(world.deps, tx, { shopId, identifiers: [identifier] });
    return found?.id ?? null;
  });
}

async function theOne(identifier: Identifier): Promise<string> {
  const id = await whoIs(identifier);
  if (id === null) throw new Error(`Nobody is ${identifier.value}`);
  return id;
}

interface Standing {
  state: string;
  /** the number that may be written to */
  to: string | null;
}

/** What the database says of a person's offers, checked against a fold of the ledger. */
async function standing(contactId: string): Promise<Standing> {
  return world.deps.db.inShop(shopId, async (tx) => {
    const person = await contactsOfPerson(tx, shopId, contactId);
    const stored = (await consentStates(tx, shopId, [person.id])).get(person.id)?.get("offers");
    const folded = foldConsent(await consentEventsOf(tx, shopId, contactId)).get("offers");
    if (!folded) throw new Error("Every topic has a standing");
    const { state, identifierHash } = folded;
    const told = stored ?? { state: "none", identifierHash: null };
    expect(told).toMatchObject({ state, identifierHash });
    const cards = await readContacts(world.deps, tx, { shopId, ids: [contactId] });
    return { state, to: cards.get(contactId)?.phones.get(identifierHash ?? "") ?? null };
  });
}

function forbidden(hash: string): Promise<string | null> {
  return world.deps.db.inShop(shopId, async (tx) => {
    const active = await activeSuppressions(tx, shopId, [hash]);
    return active.get(hash)?.reason ?? null;
  });
}

function merge(one: string, two: string): Promise<string | null> {
  return world.deps.db.inShop(shopId, (tx) =>
    mergeContacts(world.deps, tx, {
      shopId,
      contactIds: [one, two],
      reason: "merchant",
      decidedBy: "merchant",
      staffId: "42",
    }),
  );
}

function split(contactId: string): Promise<boolean> {
  return world.deps.db.inShop(shopId, (tx) =>
    splitContact(world.deps, tx, {
      shopId,
      contactId,
      reason: "merchant",
      decidedBy: "merchant",
      staffId: "42",
    }),
  );
}

describe("two contacts that turn out to be one person", () => {
  test("somebody known by a user id only turns up with the number that opted in: one person, whose yes stands", async () => {
    await tick(PHONE);
    const at = await pass();
    await write(world.deps, shopId, { from: { userId: USER }, at, text: "Größe M?" });
    expect(await whoIs(userId(USER))).not.toBe(await whoIs(phone(PHONE)));
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    const id = await theOne(phone(PHONE));
    expect(await whoIs(userId(USER))).toBe(id);
    expect(await standing(id)).toEqual({ state: "granted", to: PHONE });
    const merges = await world.deps.db.inShop(shopId, (tx) => mergesOf(tx, shopId, [id]));
    expect(merges).toMatchObject([
      { kind: "merge", reason: "whatsapp_pair", decidedBy: "rule", intoId: id },
    ]);
  });

  test("a STOP that was said under the user id ends the yes of the number", async () => {
    await tick(PHONE);
    await write(world.deps, shopId, { from: { userId: USER }, at: await pass(), text: "STOP" });
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    const id = await theOne(phone(PHONE));
    expect(await standing(id)).toMatchObject({ state: "withdrawn" });
    expect(await forbidden(hashOf(PHONE))).toBe("opt_out");
  });

  test("each yes is for its own number, and the newest counts", async () => {
    await tick(PHONE);
    await tick(OTHER);
    const [one, two] = [await theOne(phone(PHONE)), await theOne(phone(OTHER))];
    const id = await merge(one, two);
    expect(id).toBe(one);
    expect(await standing(one)).toEqual({ state: "granted", to: OTHER });
    expect(await standing(two)).toEqual({ state: "granted", to: OTHER });
  });

  test("a no of one is a no of both, also when it is the older one, and no tick brings it back", async () => {
    await tick(PHONE);
    await write(world.deps, shopId, { from: { phone: PHONE }, at: await pass(), text: "STOP" });
    await tick(OTHER);
    await merge(await theOne(phone(PHONE)), await theOne(phone(OTHER)));
    const id = await theOne(phone(OTHER));
    expect(await standing(id)).toMatchObject({ state: "withdrawn" });
    expect(await forbidden(hashOf(OTHER))).toBe("opt_out");
    await tick(OTHER);
    expect(await standing(id)).toEqual({ state: "pending", to: OTHER });
    expect(await forbidden(hashOf(OTHER))).toBe("opt_out");
  });

  test("what was planned, begun and left behind by either goes on as the one person's", async () => {
    await tick(PHONE);
    await tick(OTHER);
    const [one, two] = [await theOne(phone(PHONE)), await theOne(phone(OTHER))];
    const rows = async () => {
      const { rows: found } = await world.owner.query<{ contact_id: string }>(
        `select contact_id from checkout where shop_id = $1 union all
         select contact_id from reminder_series where shop_id = $1 and closed_at is null`,
        [shopId],
      );
      return found.map((row) => row.contact_id);
    };
    for (const contactId of [one, two]) {
      const token = randomUUID();
      const now = world.clock.now();
      await world.owner.query(
        `with cart as (insert into checkout (shop_id, token, contact_id, created_at, last_activity_at)
           values ($1, $2, $3, $4, $4) returning id)
         insert into reminder_series (shop_id, contact_id, checkout_id, opened_at)
         select $1, $3, id, $4 from cart`,
        [shopId, token, contactId, now],
      );
    }
    await merge(one, two);
    expect(await rows()).toEqual([one, one, one]); // two carts, one open series
    expect(await split(two)).toBe(true);
    expect((await rows()).toSorted()).toEqual([one, one, two].toSorted());
  });

  test("a merge undone leaves each with its own yes, and both with a no that was said in between", async () => {
    await tick(PHONE);
    await tick(OTHER);
    const [one, two] = [await theOne(phone(PHONE)), await theOne(phone(OTHER))];
    await merge(one, two);
    expect(await split(two)).toBe(true);
    expect(await whoIs(phone(OTHER))).toBe(two);
    expect(await standing(one)).toEqual({ state: "granted", to: PHONE });
    expect(await standing(two)).toEqual({ state: "granted", to: OTHER });

    await merge(one, two);
    await write(world.deps, shopId, { from: { phone: PHONE }, at: await pass(), text: "STOP" });
    await split(two);
    expect(await standing(one)).toMatchObject({ state: "withdrawn" });
    expect(await standing(two)).toMatchObject({ state: "withdrawn" });
    expect(await forbidden(hashOf(OTHER))).toBe("opt_out");
  });

  test("a yes that was given while they were one serves only who has its number", async () => {
    await tick(PHONE);
    await tick(OTHER);
    const [one, two] = [await theOne(phone(PHONE)), await theOne(phone(OTHER))];
    await merge(one, two);
    await tick(OTHER);
    await split(two);
    expect(await standing(one)).toEqual({ state: "withdrawn", to: null });
    expect(await standing(two)).toEqual({ state: "granted", to: OTHER });
  });

  test("a chain of merges comes apart where it is cut, and what belongs together leaves together", async () => {
    const numbers = [PHONE, OTHER, "+4915100000001"];
    for (const number of numbers) await tick(number);
    const [one, two, three] = await Promise.all(numbers.map((number) => theOne(phone(number))));
    if (!one || !two || !three) throw new Error("three people");
    await merge(two, three);
    await merge(one, two);
    expect(await whoIs(phone("+4915100000001"))).toBe(one);
    await split(two);
    expect(await whoIs(phone(PHONE))).toBe(one);
    expect(await whoIs(phone(OTHER))).toBe(two);
    expect(await whoIs(phone("+4915100000001"))).toBe(two);
    await split(three);
    expect(await whoIs(phone("+4915100000001"))).toBe(three);
    expect(await split(three)).toBe(false);
  });

  test("merges, ticks and STOPs at the same moment end in the state of the ledger, and the STOP wins", async () => {
    for (let round = 0; round < 8; round += 1) {
      const [a, b] = [`+4915200000${100 + round}`, `+4915300000${100 + round}`];
      await tick(a);
      await tick(b);
      const [one, two] = [await theOne(phone(a)), await theOne(phone(b))];
      const at = await pass();
      const body = optInBody({ phone: b, checkoutToken: randomUUID() });
      await Promise.all([
        merge(one, two),
        merge(two, one),
        sendOptIn(world.deps, { domain, body }),
        write(world.deps, shopId, { from: { phone: round % 2 ? a : b }, at, text: "STOP" }),
      ]);
      expect(await whoIs(phone(a))).toBe(await whoIs(phone(b)));
      expect(await standing(one)).toMatchObject({ state: "withdrawn" });
    }
  });
});

interface Cart {
  phone: string;
  customer: { id: number; first_name: string };
  token?: string;
}

async function see({ phone: number, customer, token = randomUUID() }: Cart): Promise<void> {
  const at = await pass();
  await observeCheckouts(world.deps, [
    {
      shopId,
      eventId: randomUUID(),
      source: "shopify",
      topic: "checkouts/update",
      triggeredAt: at,
      receivedAt: at,
      body: {
        token,
        phone: number,
        customer,
        created_at: at.toISOString(),
        updated_at: at.toISOString(),
        total_price: "10.00",
        line_items: [],
      },
    },
  ]);
}

async function behind(token: string): Promise<string | null> {
  const { rows } = await world.owner.query<{ contact_id: string | null }>(
    "select contact_id from checkout where shop_id = $1 and token = $2",
    [shopId, token],
  );
  return rows[0]?.contact_id ?? null;
}

describe("what Shopify's customers tell", () => {
  const mara = { id: 1, first_name: "Mara" };
  const jonas = { id: 2, first_name: "Jonas" };

  test("a number that turns up under another customer and name after a year serves no old yes", async () => {
    const checkoutToken = randomUUID();
    await tick(PHONE, { checkoutToken });
    await see({ phone: PHONE, customer: mara, token: checkoutToken });
    const before = await theOne(phone(PHONE));
    await pass(365 * 24 * 3600);
    const token = randomUUID();
    await see({ phone: PHONE, customer: jonas, token });
    expect(await behind(token)).toBeNull();
    expect(await whoIs(phone(PHONE))).toBeNull();
    expect(await standing(before)).toEqual({ state: "withdrawn", to: null });
  });

  test("soon after, or under the same name, it is still theirs", async () => {
    const checkoutToken = randomUUID();
    await tick(PHONE, { checkoutToken });
    await see({ phone: PHONE, customer: mara, token: checkoutToken });
    const id = await theOne(phone(PHONE));
    await see({ phone: PHONE, customer: jonas });
    await pass(365 * 24 * 3600);
    await see({ phone: PHONE, customer: { ...jonas, first_name: " mara " } });
    expect(await standing(id)).toEqual({ state: "granted", to: PHONE });
  });

  test("a customer who gave up a number and opts in from another, proven one is one person", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await tick(PHONE, { checkoutToken: first });
    await see({ phone: PHONE, customer: mara, token: first });
    const before = await theOne(phone(PHONE));
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER2 }, at: await pass() });
    await tick(OTHER, { checkoutToken: second });
    await see({ phone: OTHER, customer: mara, token: second });
    expect(await whoIs(phone(OTHER))).not.toBe(before); // typed, and proven by nothing
    await write(world.deps, shopId, { from: { phone: OTHER }, at: await pass(), text: "Hallo" });
    await see({ phone: OTHER, customer: mara, token: second });
    expect(await whoIs(phone(OTHER))).toBe(before);
    expect(await behind(second)).toBe(before);
  });

  test("two that the merchant took apart are not joined again by the same signs", async () => {
    const first = randomUUID();
    await tick(PHONE, { checkoutToken: first });
    await see({ phone: PHONE, customer: mara, token: first });
    const before = await theOne(phone(PHONE));
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER2 }, at: await pass() });
    const second = randomUUID();
    await tick(OTHER, { checkoutToken: second });
    const other = await theOne(phone(OTHER));
    await write(world.deps, shopId, { from: { phone: OTHER }, at: await pass(), text: "Hallo" });
    await see({ phone: OTHER, customer: mara, token: second });
    expect(await whoIs(phone(OTHER))).toBe(before);
    await pass();
    expect(await split(other)).toBe(true);
    await see({ phone: OTHER, customer: mara, token: second });
    expect(await whoIs(phone(OTHER))).toBe(other);
  });
});

describe("numbers and user ids that change", () => {
  test("a new user id of the same number keeps the yes", async () => {
    await tick(PHONE);
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    const id = await theOne(phone(PHONE));
    const told = { previous: USER, current: USER2, phone: PHONE, at: await pass() };
    await changeUserId(world.deps, shopId, told);
    expect(await whoIs(userId(USER2))).toBe(id);
    expect(await whoIs(userId(USER))).toBeNull();
    expect(await standing(id)).toEqual({ state: "granted", to: PHONE });
  });

  test("a number under a user id that we do not know is somebody else's: the old yes does not serve them", async () => {
    await tick(PHONE);
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    const before = await theOne(phone(PHONE));
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER2 }, at: await pass() });
    const after = await theOne(phone(PHONE));
    expect(after).not.toBe(before);
    expect(await standing(before)).toEqual({ state: "withdrawn", to: null });
    expect(await standing(after)).toEqual({ state: "none", to: null });
  });

  test("word of the new user id that comes late makes them one person again, who has to agree anew", async () => {
    await tick(PHONE);
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    const changedAt = await pass();
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER2 }, at: await pass() });
    const told = { previous: USER, current: USER2, phone: PHONE, at: changedAt };
    await changeUserId(world.deps, shopId, told);
    const id = await theOne(phone(PHONE));
    expect(await whoIs(userId(USER2))).toBe(id);
    expect(await standing(id)).toMatchObject({ state: "withdrawn" });
    await tick(PHONE);
    expect(await standing(id)).toEqual({ state: "pending", to: PHONE });
  });

  test("a message that comes late or twice does not take a number back from who has it now", async () => {
    await tick(PHONE);
    const old = {
      from: { phone: PHONE, userId: USER },
      at: await pass(),
      wamid: `wamid.${randomUUID()}`,
    };
    await write(world.deps, shopId, old);
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER2 }, at: await pass() });
    await tick(PHONE);
    const now = await theOne(phone(PHONE));
    await pass();
    await write(world.deps, shopId, old);
    await write(world.deps, shopId, { ...old, wamid: `wamid.${randomUUID()}` });
    expect(await whoIs(phone(PHONE))).toBe(now);
    expect(await standing(now)).toEqual({ state: "granted", to: PHONE });
  });

  test("a new number that somebody else had before us is theirs no more, and serves nobody's old yes", async () => {
    await tick(PHONE);
    await tick(OTHER);
    const [mover, former] = [await theOne(phone(PHONE)), await theOne(phone(OTHER))];
    await changeNumber(world.deps, shopId, { from: PHONE, to: OTHER, at: await pass() });
    expect(await whoIs(phone(OTHER))).toBe(mover);
    expect(await standing(mover)).toEqual({ state: "withdrawn", to: null });
    expect(await standing(former)).toEqual({ state: "withdrawn", to: null });
  });

  test("who opted in with the new number before WhatsApp told us of it keeps that yes", async () => {
    await tick(PHONE);
    const changedAt = await pass();
    await tick(OTHER);
    await changeNumber(world.deps, shopId, { from: PHONE, to: OTHER, at: changedAt });
    const id = await theOne(phone(OTHER));
    expect(await whoIs(phone(PHONE))).toBeNull();
    expect(await standing(id)).toEqual({ state: "granted", to: OTHER });
  });

  test("old news of a number does not rename who has it now", async () => {
    await tick(PHONE);
    const change = { from: PHONE, to: OTHER, at: await pass() };
    await changeNumber(world.deps, shopId, change);
    await tick(PHONE); // its next owner
    const owner = await theOne(phone(PHONE));
    await changeNumber(world.deps, shopId, change);
    expect(await whoIs(phone(PHONE))).toBe(owner);
    expect(await standing(owner)).toEqual({ state: "granted", to: PHONE });
  });

  test("Meta's stop under a user id stands for the number that is learned later", async () => {
    await prefer(world.deps, shopId, { from: { userId: USER }, value: "stop", at: await pass() });
    await write(world.deps, shopId, { from: { phone: PHONE, userId: USER }, at: await pass() });
    expect(await forbidden(hashOf(PHONE))).not.toBeNull();
  });

  test("somebody with a user id only can be refused to, and agree for that id, not for any number", async () => {
    const contact = await world.deps.db.inShop(shopId, async (tx) => {
      const wish = { shopId, identifier: userId(USER), locale: null, country: null };
      const row = await ensureContact(world.deps, tx, wish);
      await addIdentifier(world.deps, tx, row, { kind: "customer", value: "77" });
      return row;
    });
    await write(world.deps, shopId, { from: { userId: USER }, at: await pass(), text: "STOP" });
    expect(await standing(contact.id)).toEqual({ state: "withdrawn", to: null });
  });
});
