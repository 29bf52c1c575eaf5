import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { activeSuppressions, consentStates, verifyStates } from "#app/modules/consent/index.ts";
import { findContact, readContacts } from "#app/modules/contacts/index.ts";
import type { OptInBody } from "#app/modules/optin/opt-in.types.ts";
import { writeConsentSettings } from "#app/modules/shops/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { optInBody, type OptInTry, sendOptIn } from "#test/support/opt-ins.ts";
import { SINGLE_OPT_IN } from "#test/support/single-opt-in.ts";

const PHONE = "+4915112345678";
const OTHER = "+4915187654321";
const ALL = ["offers", "recommendations", "reminders", "tap_tracking"];

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

const confirming = (mode: "single" | "double") =>
  world.deps.db.inShop(shopId, (tx) => {
    const confirmation = { ...SINGLE_OPT_IN.confirmation, mode };
    return writeConsentSettings(tx, shopId, { confirmation });
  });

const tick = (change: Partial<OptInBody> = {}, wish: Partial<OptInTry> = {}) =>
  sendOptIn(world.deps, { domain, body: optInBody(change), ...wish });

const untick = (change: Partial<OptInBody> = {}, wish: Partial<OptInTry> = {}) =>
  tick({ granted: false, phone: null, ...change }, wish);

interface Event {
  topic: string;
  kind: string;
  source: string;
  checkout_token: string | null;
  contact_id: string;
  identifier_hash: string | null;
  wording_version: string;
  locale: string;
}

async function ledger(): Promise<Event[]> {
  const { rows } = await world.owner.query<Event>(
    `select topic, kind, source, checkout_token, contact_id, identifier_hash, wording_version, locale
     from consent_event where shop_id = $1 order by recorded_at, topic, kind`,
    [shopId],
  );
  return rows;
}

const inOrder = async (): Promise<string[]> =>
  (await ledger()).map(({ kind, topic }) => `${kind} ${topic}`);

const contactOf = (phone: string) =>
  world.deps.db.inShop(shopId, (tx) =>
    findContact(world.deps, tx, { shopId, identifiers: [{ kind: "phone", value: phone }] }),
  );

/** The person's state by topic, as it is published to messaging; {} for nobody. */
async function statesOf(phone: string): Promise<Record<string, string>> {
  const contact = await contactOf(phone);
  if (!contact) return {};
  const states = await world.deps.db.inShop(shopId, (tx) =>
    consentStates(tx, shopId, [contact.id]),
  );
  const own = [...(states.get(contact.id) ?? [])];
  return Object.fromEntries(own.map(([topic, standing]) => [topic, standing.state]));
}

const everyTopic = (state: string) => Object.fromEntries(ALL.map((topic) => [topic, state]));

async function countOf(table: string): Promise<number> {
  const { rows } = await world.owner.query<{ n: number }>(
    `select count(*)::int as n from ${table} where shop_id = $1`,
    [shopId],
  );
  return rows[0]?.n ?? -1;
}

describe("a tick", () => {
  test("writes one event for each purpose, the tracking of taps among them, and counts at once", async () => {
    expect(await tick()).toEqual({ outcome: "recorded", state: "granted" });
    expect(await inOrder()).toEqual(ALL.map((topic) => `granted ${topic}`));
    const hash = world.deps.vault.hash(shopId, "phone", PHONE);
    const contact = await contactOf(PHONE);
    const facts = { kind: "granted", source: "checkout", checkout_token: "checkout-1" };
    const shown = { wording_version: "checkout-2026-11-22", locale: "de" };
    expect(await ledger()).toEqual(
      ALL.map((topic) => ({
        topic,
        ...facts,
        ...shown,
        contact_id: contact?.id,
        identifier_hash: hash,
      })),
    );
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });

  test("without the tracking of taps leaves that purpose out", async () => {
    await tick({ tapTracking: false });
    expect(await statesOf(PHONE)).toEqual({
      reminders: "granted",
      recommendations: "granted",
      offers: "granted",
    });
  });

  test("for some topics grants those only", async () => {
    await tick({ topics: ["reminders"], tapTracking: false });
    expect(await statesOf(PHONE)).toEqual({ reminders: "granted" });
  });

  test("for no topic at all is refused: it would say granted and mean nothing", async () => {
    expect(await tick({ topics: [] })).toMatchObject({ outcome: "refused", status: 400 });
    expect(await countOf("contact")).toBe(0);
  });

  test("keeps what was shown as sealed evidence", async () => {
    await tick({}, { ip: "203.0.113.7" });
    const contact = await contactOf(PHONE);
    const { rows } = await world.owner.query<{ evidence: Buffer }>(
      "select evidence from consent_event where shop_id = $1",
      [shopId],
    );
    const sealed = rows[0]?.evidence ?? Buffer.alloc(0);
    expect(sealed.toString("latin1")).not.toContain("Leinenwerk");
    const opened = world.deps.vault.openFor(contact?.dataKey ?? sealed, contact?.id ?? "", sealed);
    expect(JSON.parse(opened)).toMatchObject({
      shownText: optInBody().shownText,
      typedPhone: "0151 12345678",
      ip: "203.0.113.7",
    });
  });

  test("reads a phone of another country by its own code, wherever the shopper is", async () => {
    await tick({ phone: "+33 6 12 34 56 78", country: "DE" });
    expect(await statesOf("+33612345678")).toMatchObject({ reminders: "granted" });
    const contact = await contactOf("+33612345678");
    const cards = await world.deps.db.inShop(shopId, (tx) =>
      readContacts(world.deps, tx, { shopId, ids: [contact?.id ?? ""] }),
    );
    expect([...(cards.get(contact?.id ?? "")?.phones.values() ?? [])]).toEqual(["+33612345678"]);
  });

  test("in a regional locale is proven by the sentence of its language", async () => {
    const { shownText } = optInBody({ locale: "de" });
    expect(await tick({ locale: "de-AT", shownText })).toMatchObject({ outcome: "recorded" });
  });

  test("without a checkout grants all the same", async () => {
    await tick({ checkoutToken: null, place: "thank_you" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });

  test("again at another checkout renews the consent and keeps the state", async () => {
    await tick();
    world.clock.forward({ hours: 1 });
    await tick({ checkoutToken: "checkout-2" });
    expect(await ledger()).toHaveLength(8);
    expect(await countOf("contact")).toBe(1);
    expect(await countOf("consent_state")).toBe(4);
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });
});

describe("the same request", () => {
  test("with the same token and body is answered as repeated and adds nothing", async () => {
    const same = { body: optInBody(), jti: "token-1" };
    expect(await tick({}, same)).toEqual({ outcome: "recorded", state: "granted" });
    expect(await tick({}, same)).toEqual({ outcome: "repeated", state: "granted" });
    expect(await ledger()).toHaveLength(4);
  });

  test("sent ten times at once is recorded once", async () => {
    const same = { body: optInBody(), jti: "token-1" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => tick({}, same)));
    expect(answers.filter(({ outcome }) => outcome === "recorded")).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === "repeated")).toHaveLength(9);
    expect(await ledger()).toHaveLength(4);
    expect(await countOf("contact")).toBe(1);
  });

  test("with another token is recorded anew, and the state is not doubled", async () => {
    const body = optInBody();
    await tick({}, { body, jti: "token-1" });
    expect(await tick({}, { body, jti: "token-2" })).toEqual({
      outcome: "recorded",
      state: "granted",
    });
    expect(await ledger()).toHaveLength(8);
    expect(await countOf("consent_state")).toBe(4);
    expect(await countOf("contact")).toBe(1);
  });

  test("keeps the answer that it got first, whatever the shop has changed since", async () => {
    const same = { body: optInBody(), jti: "token-1" };
    await tick({}, same);
    await confirming("double");
    expect(await tick({}, same)).toEqual({ outcome: "repeated", state: "granted" });
  });

  test("of an unticking does not untick what was ticked again in between", async () => {
    await tick();
    const same = { body: optInBody({ granted: false, phone: null }), jti: "token-2" };
    await tick({}, same);
    world.clock.forward({ seconds: 5 });
    await tick();
    expect(await tick({}, same)).toEqual({ outcome: "repeated", state: "withdrawn" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });
});

describe("a correction", () => {
  test("withdraws the number that was granted at this checkout and grants the new one", async () => {
    await tick();
    const answer = await tick({ phone: OTHER, replacesPhone: PHONE });
    expect(answer).toEqual({ outcome: "recorded", state: "granted" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    expect(await statesOf(OTHER)).toEqual(everyTopic("granted"));
  });

  test("with fewer topics leaves no topic of the old number granted", async () => {
    await tick();
    await tick({ phone: OTHER, replacesPhone: PHONE, topics: ["reminders"], tapTracking: false });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    expect(await statesOf(OTHER)).toEqual({ reminders: "granted" });
  });

  test("by a stranger, at another checkout, ends nobody's consent", async () => {
    await tick();
    await tick({ phone: OTHER, replacesPhone: PHONE, checkoutToken: "checkout-2" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
    await tick({ phone: OTHER, replacesPhone: PHONE, checkoutToken: null });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });

  test("finds the old number although another one was granted here in between", async () => {
    await tick();
    world.clock.forward({ seconds: 5 });
    await tick({ phone: OTHER });
    world.clock.forward({ seconds: 5 });
    await tick({ phone: "+4915100000001", replacesPhone: PHONE });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    expect(await statesOf(OTHER)).toEqual(everyTopic("granted"));
  });

  test("that names the same number again is an ordinary tick", async () => {
    await tick();
    await tick({ replacesPhone: "0151/12345678" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
    expect((await inOrder()).filter((line) => line.startsWith("withdrawn"))).toEqual([]);
  });

  test("back and forth ends at the number that was typed last", async () => {
    await tick();
    for (const [phone, replacesPhone] of [
      [OTHER, PHONE],
      [PHONE, OTHER],
      [OTHER, PHONE],
    ] as const) {
      await tick({ phone, replacesPhone });
    }
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    expect(await statesOf(OTHER)).toEqual(everyTopic("granted"));
  });

  test("of a number that means nothing is not refused", async () => {
    expect(await tick({ replacesPhone: "what?" })).toMatchObject({ outcome: "recorded" });
  });
});

describe("an unticking", () => {
  test("without a number ends what was granted at this checkout, and nobody else's", async () => {
    await tick();
    await tick({ phone: OTHER, checkoutToken: "checkout-2" });
    expect(await untick()).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    expect(await statesOf(OTHER)).toEqual(everyTopic("granted"));
  });

  test("that names a number of nobody ends what was granted at this checkout", async () => {
    await tick();
    await untick({ phone: "0151 999" });
    await untick({ phone: "+4915199999999" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  });

  test("that names another person's number still ends what was granted at this checkout", async () => {
    await tick();
    await tick({ phone: OTHER, checkoutToken: "checkout-2" });
    await untick({ phone: OTHER });
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  });

  test("after which the box is ticked again counts as consent again", async () => {
    await tick();
    await untick();
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
    world.clock.forward({ seconds: 2 });
    expect(await tick()).toEqual({ outcome: "recorded", state: "granted" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
    expect(await countOf("contact")).toBe(1);
    expect((await verifyStates(world.deps, shopId)).different).toBe(0);
  });

  test("within the same instant as the tick before and after is told apart by its order", async () => {
    await tick();
    await untick();
    await tick();
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
    await untick();
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  });

  test("when nothing was granted is answered like any other and writes nothing", async () => {
    expect(await untick()).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect(await untick({ phone: PHONE })).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect(await ledger()).toEqual([]);
    expect(await countOf("contact")).toBe(0);
  });

  test("needs no sentence: nobody has to prove what they turn down", async () => {
    await tick();
    const nothing = { wordingVersion: "none", shownText: "", topics: [], tapTracking: false };
    await untick(nothing);
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  });
});

describe("is refused", () => {
  const refusedWith = (status: number, code: string) => ({ outcome: "refused", status, code });

  test.each([
    ["a sentence that is not ours", { shownText: "Ja, alles!" }],
    ["the sentence of another language", { shownText: optInBody({ locale: "en" }).shownText }],
    ["a version that was never published", { wordingVersion: "checkout-1999-01-01" }],
    ["a language that we have no sentence in", { locale: "ja" }],
    ["an object's own property as a version", { wordingVersion: "constructor" }],
  ])("a tick for %s", async (_what, change) => {
    expect(await tick(change)).toMatchObject(refusedWith(400, "wording_unknown"));
    expect(await countOf("contact")).toBe(0);
  });

  test("a tick for the sentence of another shop", async () => {
    const body = optInBody({}, "Some Other Shop");
    expect(await tick({}, { body })).toMatchObject(refusedWith(400, "wording_unknown"));
  });

  test.each([
    ["no number", null],
    ["an empty number", ""],
    ["words", "call me"],
    ["too short a number", "0151"],
    ["too long a number", "+49151123456789012345"],
  ])("a tick with %s", async (_what, phone) => {
    expect(await tick({ phone })).toMatchObject(refusedWith(422, "phone_invalid"));
    expect(await countOf("contact")).toBe(0);
  });

  test.each([
    ["truncated JSON", JSON.stringify(optInBody()).slice(0, -5)],
    ["an array", "[]"],
    ["a missing field", JSON.stringify({ ...optInBody(), topics: undefined })],
    ["nothing", ""],
    [
      "a zero byte that no database text can hold",
      JSON.stringify(optInBody({ checkoutToken: "a\0b" })),
    ],
  ])("%s", async (_what, body) => {
    expect(await tick({}, { body })).toMatchObject(refusedWith(400, "body_invalid"));
  });

  test("a zero byte in an unticking, which nobody proof-reads", async () => {
    await tick();
    expect(await untick({ locale: "d\0" })).toMatchObject(refusedWith(400, "body_invalid"));
  });

  test("a shop that we do not know, and one that has uninstalled us", async () => {
    const unknown = { domain: "nobody.myshopify.com" };
    expect(await tick({}, unknown)).toMatchObject(refusedWith(403, "shop_not_installed"));
    const gone = `${randomUUID()}.myshopify.com`;
    await world.addShop({ domain: gone, status: "uninstalled" });
    expect(await tick({}, { domain: gone })).toMatchObject(refusedWith(403, "shop_not_installed"));
    expect(await world.deps.db.crossShop.shopByDomain("nobody.myshopify.com")).toBeNull();
  });
});

describe("limits", () => {
  /** Allowances count in real minutes; a test must not sit on the end of one. */
  beforeEach(async () => {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 8000) await pause(left + 10);
  });

  const manyTicks = async (count: number, wish: (n: number) => Partial<OptInTry>) => {
    const outcomes: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const answer = await tick({ phone: `+49151${String(10_000_000 + n)}` }, wish(n));
      outcomes.push(answer.outcome === "refused" ? answer.code : answer.outcome);
    }
    return outcomes;
  };

  test("refuse the 21st tick of a token within a minute, and no other token", async () => {
    const jti = randomUUID();
    const outcomes = await manyTicks(22, () => ({ jti, ip: jti }));
    expect(outcomes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "recorded"));
    expect(outcomes.slice(20)).toEqual(["token_limit", "token_limit"]);
    expect(await tick()).toMatchObject({ outcome: "recorded" });
  });

  test.each([
    ["an address", () => "198.51.100.7"],
    ["somebody who has a new IPv6 address each time", (n: number) => `2001:db8:7:1::${n}`],
  ])("refuse the 61st tick of %s within a minute", async (_name, ipOf) => {
    const outcomes = await manyTicks(61, (n) => ({ ip: ipOf(n) }));
    expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(60);
    expect(outcomes.at(-1)).toBe("ip_limit");
  });

  test("never refuse an unticking or a correction", async () => {
    const jti = randomUUID();
    await tick({}, { jti });
    await manyTicks(21, () => ({ jti }));
    const correction = { phone: OTHER, replacesPhone: PHONE };
    expect(await tick(correction, { jti })).toMatchObject({ outcome: "recorded" });
    expect(await untick({ phone: OTHER }, { jti })).toMatchObject({ outcome: "recorded" });
    expect(await statesOf(OTHER)).toEqual(everyTopic("withdrawn"));
  });

  test("end a chain of corrections that goes from number to number at one checkout", async () => {
    const jti = randomUUID();
    await tick({}, { jti });
    await manyTicks(20, () => ({ jti }));
    let replacesPhone = PHONE;
    const outcomes: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const phone = `+49151${String(20_000_000 + n)}`;
      const answer = await tick({ phone, replacesPhone }, { jti });
      outcomes.push(answer.outcome === "refused" ? answer.code : answer.outcome);
      replacesPhone = phone;
    }
    expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(10);
    expect(outcomes.at(-1)).not.toBe("recorded");
  });

  test("are not slipped past by calling every tick a correction", async () => {
    const jti = randomUUID();
    await manyTicks(20, () => ({ jti }));
    const replacesPhone = "+4915199999999";
    expect(await tick({ replacesPhone }, { jti })).toMatchObject({ code: "token_limit" });
    expect(await tick({ replacesPhone: "" }, { jti })).toMatchObject({ code: "token_limit" });
  });
});

test("parallel opt-ins of the same new number make one contact", async () => {
  await Promise.all(Array.from({ length: 12 }, (_, n) => tick({ checkoutToken: `c${n}` })));
  expect(await countOf("contact")).toBe(1);
  expect(await countOf("contact_identifier")).toBe(1);
  expect(await ledger()).toHaveLength(48);
  expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
});

test("the same number in two shops is two persons", async () => {
  const second = `${randomUUID()}.myshopify.com`;
  const secondId = await world.addShop({ domain: second });
  await tick();
  await tick({}, { domain: second });
  await untick();
  expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  const { rows } = await world.owner.query<{ state: string }>(
    "select distinct state from consent_state where shop_id = $1",
    [secondId],
  );
  expect(rows).toEqual([{ state: "granted" }]);
});

describe("with double opt-in", () => {
  beforeEach(async () => {
    await confirming("double");
  });

  test("a tick asks for confirmation and grants nothing yet", async () => {
    expect(await tick()).toEqual({ outcome: "pending", state: "pending" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("pending"));
    expect(await inOrder()).toEqual(ALL.map((topic) => `requested ${topic}`));
  });

  test("a tick for what is granted already stays granted, and tells a stranger no more than any other", async () => {
    await confirming("single");
    await tick();
    await confirming("double");
    world.clock.forward({ hours: 1 });
    const same = { body: optInBody(), jti: "token-9" };
    expect(await tick({}, same)).toEqual({ outcome: "pending", state: "pending" });
    expect(await tick({}, same)).toEqual({ outcome: "repeated", state: "pending" });
    expect(await statesOf(PHONE)).toEqual(everyTopic("granted"));
  });

  test("unticking while the answer is awaited withdraws", async () => {
    await tick();
    await untick();
    expect(await statesOf(PHONE)).toEqual(everyTopic("withdrawn"));
  });
});

test("a tick lifts nothing that an opt-out has suppressed, and is answered like every other", async () => {
  await tick();
  const hash = world.deps.vault.hash(shopId, "phone", PHONE);
  const suppressed = () =>
    world.deps.db.inShop(shopId, async (tx) => (await activeSuppressions(tx, shopId, [hash])).size);
  await world.owner.query(
    `insert into suppression (shop_id, hash, scope, reason, source, since)
     values ($1, $2, 'marketing', 'opt_out', 'whatsapp_message', $3)`,
    [shopId, hash, world.clock.now()],
  );
  expect(await suppressed()).toBe(1);
  world.clock.forward({ minutes: 1 });
  const stranger = { checkoutToken: "checkout-2" };
  expect(await tick(stranger)).toEqual({ outcome: "recorded", state: "granted" });
  expect(await suppressed()).toBe(1);
});

test("a look-up key put in front later changes neither the person nor the number that consent names", async () => {
  await tick();
  const rotated = {
    ...world.deps,
    vault: openVault([randomBytes(32)], [randomBytes(32), ...world.lookupKeys]),
  };
  // The data key is wrapped by the old encryption key, so keep that one readable too.
  rotated.vault = { ...world.deps.vault, hash: rotated.vault.hash, hashes: rotated.vault.hashes };
  world.clock.forward({ hours: 1 });
  await sendOptIn(rotated, { domain, body: optInBody({ checkoutToken: "checkout-2" }) });
  expect(await countOf("contact")).toBe(1);
  const contact = await contactOf(PHONE);
  const [states, cards] = await world.deps.db.inShop(shopId, async (tx) => [
    await consentStates(tx, shopId, [contact?.id ?? ""]),
    await readContacts(world.deps, tx, { shopId, ids: [contact?.id ?? ""] }),
  ]);
  const named = states.get(contact?.id ?? "")?.get("reminders")?.identifierHash ?? "";
  expect(cards.get(contact?.id ?? "")?.phones.get(named)).toBe(PHONE);
});
