import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { recordConsent, suppressContact } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { accessesOf, addIdentifier, ensureContact } from "#app/modules/contacts/index.ts";
import {
  findToMerge,
  joinedRecords,
  mergePeople,
  proofOf,
  splitPerson,
} from "#app/modules/proof/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

/** A merchant says that two records are one person, after seeing both, and takes them apart again. */

const PHONE = "+4915112345678";
const OTHER = "+4915187654321";

let world: TestDeps;
let shopId = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop({ domain: `${randomUUID()}.myshopify.com` });
});

async function person(phone: string): Promise<string> {
  world.clock.forward({ seconds: 10 });
  const identifier = { kind: "phone" as const, value: phone };
  const contact = await world.deps.db.inShop(shopId, (tx) =>
    ensureContact(world.deps, tx, { shopId, identifier, locale: "de", country: "DE" }),
  );
  return contact.id;
}

async function says(
  phone: string,
  kind: "granted" | "withdrawn",
  topic: ConsentTopic | null,
): Promise<void> {
  world.clock.forward({ seconds: 10 });
  await world.deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    const wanted = { shopId, identifier, locale: null, country: null };
    const { id, dataKey } = await ensureContact(world.deps, tx, wanted);
    const identifierHash = world.deps.vault.hash(shopId, "phone", phone);
    const act = { topic, kind, source: "checkout", identifierHash, at: world.clock.now() } as const;
    await recordConsent(world.deps, tx, { shopId, contactId: id, dataKey }, [act]);
  });
}

const asked = (contactId: string) => ({ shopId, staffId: "42", contactId });

/** What the person's page says of one topic: its state, and for which number. */
async function stands(contactId: string, topic: ConsentTopic): Promise<[string, string | null]> {
  const report = await world.deps.db.inShop(shopId, (tx) =>
    proofOf(world.deps, tx, { shopId, contactId }),
  );
  const standing = report?.standings.find((one) => one.topic === topic);
  return [standing?.state ?? "nobody", standing?.identifier ?? null];
}

test("both records are seen, covered, with what joining them ends, before anything is done", async () => {
  const [one, two] = [await person(PHONE), await person(OTHER)];
  await says(PHONE, "granted", "offers");
  await says(PHONE, "granted", "reminders");
  await says(OTHER, "granted", "offers");
  await says(OTHER, "withdrawn", "offers");
  const found = await findToMerge(world.deps, asked(one), "0151 87654321");
  expect(found).toMatchObject({
    outcome: "found",
    own: { contactId: one, identifiers: [{ kind: "phone", value: "+49…678" }] },
    candidates: [
      { contactId: two, identifiers: [{ kind: "phone", value: "+49…321" }], ends: ["offers"] },
    ],
  });
  expect(JSON.stringify(found)).not.toContain("15187654321");
  expect(await stands(one, "offers")).toEqual(["granted", PHONE]);
});

test("what was said before holds after it: the same consent ends, the rest stays with its number", async () => {
  const [one, two] = [await person(PHONE), await person(OTHER)];
  await says(PHONE, "granted", "offers");
  await says(PHONE, "granted", "reminders");
  await says(OTHER, "withdrawn", "offers");
  expect(await mergePeople(world.deps, asked(two), one)).toBe(true);
  for (const id of [one, two]) {
    expect(await stands(id, "offers")).toMatchObject({ 0: "withdrawn" });
    expect(await stands(id, "reminders")).toEqual(["granted", PHONE]);
  }
  const looks = await world.deps.db.inShop(shopId, (tx) => accessesOf(tx, shopId, { limit: 10 }));
  expect(looks).toMatchObject([{ action: "merged", staffId: "42", contactId: one }]);
});

test("a STOP or Meta's stop of either is said to end everything, and does", async () => {
  const [one, two] = [await person(PHONE), await person(OTHER)];
  await says(PHONE, "granted", "offers");
  const stop = {
    scope: "marketing",
    reason: "native_stop",
    source: "whatsapp_preferences",
  } as const;
  await world.deps.db.inShop(shopId, (tx) =>
    suppressContact(world.deps, tx, { shopId, contactId: two }, stop),
  );
  const found = await findToMerge(world.deps, asked(one), OTHER);
  expect(found).toMatchObject({ candidates: [{ ends: ["offers"] }] });
  await mergePeople(world.deps, asked(one), two);
  expect(await stands(one, "offers")).toMatchObject({ 0: "withdrawn" });
});

test("the record is found by e-mail and Shopify's id, and odd questions are answered in words", async () => {
  const [one, two] = [await person(PHONE), await person(OTHER)];
  await world.deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: OTHER };
    const wanted = { shopId, identifier, locale: null, country: null };
    const contact = await ensureContact(world.deps, tx, wanted);
    await addIdentifier(world.deps, tx, contact, { kind: "email", value: "mara@example.com" });
    await addIdentifier(world.deps, tx, contact, { kind: "customer", value: "7012345678901" });
  });
  for (const text of ["Mara@example.com", "7012345678901"]) {
    const found = await findToMerge(world.deps, asked(one), text);
    expect(found).toMatchObject({ candidates: [{ contactId: two }] });
  }
  expect(await findToMerge(world.deps, asked(one), "Mara")).toEqual({ outcome: "unreadable" });
  expect(await findToMerge(world.deps, asked(one), PHONE)).toEqual({ outcome: "same" });
  expect(await findToMerge(world.deps, asked(one), "+4915100000000")).toEqual({
    outcome: "nobody",
  });
});

test("another shop's person can be neither seen nor joined", async () => {
  const theirs = await person(OTHER);
  shopId = await world.addShop({ domain: `${randomUUID()}.myshopify.com` });
  const own = await person(PHONE);
  expect(await findToMerge(world.deps, asked(own), OTHER)).toEqual({ outcome: "nobody" });
  expect(await mergePeople(world.deps, asked(own), theirs)).toBe(false);
  expect(await mergePeople(world.deps, asked(own), own)).toBe(false);
  expect(await splitPerson(world.deps, asked(own), theirs)).toBe(false);
});

test("a record that was joined is shown with what it brought along, and can be taken out again", async () => {
  const [one, two] = [await person(PHONE), await person(OTHER)];
  await says(PHONE, "granted", "offers");
  await says(OTHER, "granted", "reminders");
  await mergePeople(world.deps, asked(one), two);
  const records = await joinedRecords(world.deps, asked(two));
  expect(records).toMatchObject([
    { contactId: two, reason: "merchant", identifiers: [{ value: "+49…321" }] },
  ]);
  await says(PHONE, "withdrawn", "reminders");
  expect(await splitPerson(world.deps, asked(one), two)).toBe(true);
  expect(await joinedRecords(world.deps, asked(one))).toEqual([]);
  expect(await stands(one, "offers")).toEqual(["granted", PHONE]);
  expect(await stands(two, "offers")).toMatchObject({ 0: "none" });
  expect(await stands(two, "reminders")).toMatchObject({ 0: "withdrawn" });
  expect(await splitPerson(world.deps, asked(one), two)).toBe(false);
});
