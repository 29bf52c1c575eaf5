import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { recordConsent } from "#app/modules/consent/index.ts";
import {
  accessesOf,
  addIdentifier,
  ensureContact,
  mergeContacts,
  retireIdentifiers,
} from "#app/modules/contacts/index.ts";
import { listPeople, readProof, searchPeople } from "#app/modules/proof/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const PHONE = "+4915112345678";

let world: TestDeps;
let shopId = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
});

const staff = () => ({ shopId, staffId: "42" });

function person(phone: string) {
  return world.deps.db.inShop(shopId, (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    return ensureContact(world.deps, tx, { shopId, identifier, locale: "de", country: "DE" });
  });
}

/** Many people at once, as an owner of the database would write them; nobody opens what is sealed. */
async function crowd(count: number): Promise<void> {
  await world.owner.query(
    `insert into contact (shop_id, data_key, created_at)
     select $1, '\\x00', timestamptz '2026-01-01' + (n / 3) * interval '1 second' from generate_series(1, $2) n`,
    [shopId, count],
  );
}

test("every person stands on exactly one page, the newest first, also when many came at one instant", async () => {
  await crowd(120);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(
      world.deps,
      staff(),
      next,
    );
    seen.push(...page.people.map(({ id }) => id));
    next = page.next;
  } while (next !== null);
  const { rows } = await world.owner.query<{ id: string }>(
    "select id from contact where shop_id = $1 order by created_at desc, id desc",
    [shopId],
  );
  expect(seen).toEqual(rows.map(({ id }) => id));
});

test("the list shows a masked number and where consent stands, and a cut address begins at the start", async () => {
  const contact = await person(PHONE);
  const identifierHash = world.deps.vault.hash(shopId, "phone", PHONE);
  await world.deps.db.inShop(shopId, (tx) =>
    recordConsent(world.deps, tx, { shopId, contactId: contact.id, dataKey: contact.dataKey }, [
      {
        topic: "reminders",
        kind: "granted",
        source: "checkout",
        identifierHash,
        at: world.clock.now(),
      },
    ]),
  );
  const page = await listPeople(world.deps, staff(), "nonsense");
  expect(page.people).toMatchObject([
    {
      id: contact.id,
      phone: "+49…678",
      states: { reminders: "granted", offers: "none", recommendations: "none" },
    },
  ]);
  expect(JSON.stringify(page)).not.toContain("15112345678");
});

test("a person is found by number, national number, e-mail in any case, and Shopify's id", async () => {
  const contact = await person(PHONE);
  await world.deps.db.inShop(shopId, async (tx) => {
    await addIdentifier(world.deps, tx, contact, { kind: "email", value: "mara@example.com" });
    await addIdentifier(world.deps, tx, contact, { kind: "customer", value: "7012345678901" });
  });
  for (const text of [
    PHONE,
    "0151 12345678",
    "Mara@Example.com",
    "gid://shopify/Customer/7012345678901",
    "7012345678901",
  ]) {
    const answer = await searchPeople(world.deps, staff(), text);
    expect(answer).toMatchObject({ outcome: "found", people: [{ id: contact.id }] });
  }
  expect(await searchPeople(world.deps, staff(), "+4915112345679")).toEqual({
    outcome: "found",
    people: [],
  });
  expect(await searchPeople(world.deps, staff(), "Mara")).toEqual({ outcome: "unreadable" });
});

test("a number that went to somebody else leads to both, who has it now first", async () => {
  const before = await person(PHONE);
  const hash = world.deps.vault.hash(shopId, "phone", PHONE);
  await world.deps.db.inShop(shopId, (tx) =>
    retireIdentifiers(tx, shopId, { contactId: before.id, hashes: [hash], at: world.clock.now() }),
  );
  const now = await person(PHONE);
  const answer = await searchPeople(world.deps, staff(), PHONE);
  expect(answer).toMatchObject({ people: [{ id: now.id }, { id: before.id }] });
});

test("another shop's person is nobody here, in the search and by address", async () => {
  const contact = await person(PHONE);
  const other = await world.addShop();
  expect(await searchPeople(world.deps, { ...staff(), shopId: other }, PHONE)).toMatchObject({
    people: [],
  });
  const reader = { staffId: "1", as: "masked" } as const;
  const here = { ...reader, shopId: other, contactId: contact.id };
  expect(await readProof(world.deps, here)).toBeNull();
  expect(await readProof(world.deps, { ...reader, shopId, contactId: "../../etc" })).toBeNull();
});

test("two records that were joined are one line, in the list and in the search, with the state of both", async () => {
  const one = await person(PHONE);
  world.clock.forward({ minutes: 1 });
  const two = await person("+4915187654321");
  const identifierHash = world.deps.vault.hash(shopId, "phone", "+4915187654321");
  const said = { topic: "offers", kind: "granted", source: "checkout", identifierHash } as const;
  await world.deps.db.inShop(shopId, async (tx) => {
    const who = { shopId, contactId: two.id, dataKey: two.dataKey };
    await recordConsent(world.deps, tx, who, [{ ...said, at: world.clock.now() }]);
    const wish = { reason: "merchant", decidedBy: "merchant", staffId: "42" } as const;
    await mergeContacts(world.deps, tx, { shopId, contactIds: [one.id, two.id], ...wish });
  });
  const line = [{ id: one.id, states: { offers: "granted" } }];
  expect(await listPeople(world.deps, staff(), null)).toMatchObject({ people: line });
  for (const text of [PHONE, "+4915187654321"]) {
    const found = await searchPeople(world.deps, staff(), text);
    expect(found).toMatchObject({ people: line });
    expect(found).toHaveProperty("people.length", 1);
  }
});

test("who listed and searched people stands in the access log, with how many they saw", async () => {
  await person(PHONE);
  await person("+4915187654321");
  await listPeople(world.deps, staff(), null);
  await searchPeople(world.deps, staff(), PHONE);
  await searchPeople(world.deps, staff(), "Mara");
  const looks = await world.deps.db.inShop(shopId, (tx) => accessesOf(tx, shopId, { limit: 10 }));
  const log = looks.map(({ action, people, staffId }) => `${staffId} ${action} ${people}`);
  expect(log.toSorted()).toEqual(["42 searched 1", "42 viewed 2"]);
});
