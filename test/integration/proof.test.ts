import Papa from "papaparse";
import { extractText, getMeta } from "unpdf";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordConsent } from "#app/modules/consent/index.ts";
import { ensureContact, mergeContacts } from "#app/modules/contacts/index.ts";
import { exportEvents, printProof, type ProofReader, readProof } from "#app/modules/proof/index.ts";
import type { ProofReport } from "#app/modules/proof/proof.types.ts";
import { proofDocument } from "#app/ui/contacts/proof-document.ts";
import type { UiLocale } from "#app/ui/locale.ts";
import { wordsOf } from "#app/ui/words.tsx";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { PHONE, type Told, wholeStory } from "./proof-kit.ts";

let world: TestDeps;
let told: Told;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  told = await wholeStory(world);
});

async function read(change: Partial<ProofReader> = {}): Promise<ProofReport> {
  const who = { shopId: told.shopId, contactId: told.contact.id, staffId: "42" };
  const report = await readProof(world.deps, { ...who, as: "printed", ...change });
  if (report === null) throw new Error("There is no proof of this person");
  return report;
}

interface Paper {
  pages: string[];
  /** all pages, white space made one space: where a line breaks is the layout's business */
  text: string;
  pdf: Uint8Array;
}

async function print(report: ProofReport, language: UiLocale): Promise<Paper> {
  const document = proofDocument(report, wordsOf(language), { printedBy: "42" });
  const pdf = new Uint8Array(await printProof(document));
  const { text: pages } = await extractText(pdf.slice());
  return { pages, text: pages.join(" ").replace(/-\n/g, "-").replace(/\s+/g, " "), pdf };
}

describe("one person's proof on paper", () => {
  test("answers in German: who, which words, when, where, confirmed how, withdrawn when", async () => {
    const { text } = await print(await read(), "de");
    for (const answer of [
      "Nachweis der Einwilligung in WhatsApp-Nachrichten",
      "Leinenwerk",
      // who
      PHONE,
      "Mara",
      // which words
      told.shownText.replace(/\s+/g, " "),
      "Der Text oben hat genau diesen Prüfwert.",
      // when, on the shop's clock and in UTC
      "22. November 2026 um 11:00:03 MEZ",
      "2026-11-22 10:00:03 UTC",
      // where
      "Häkchen im Checkout gesetzt oder entfernt",
      "c0ffee01",
      "203.0.113.9",
      "Mozilla/5.0 (Probe)",
      "0.9.1",
      // confirmed how
      "Hallo, diese Nummer wurde bei Leinenwerk angegeben. Bitte bestätige es.",
      "wamid.ASK",
      "angetippt: „Ja, bestätigen“",
      "wamid.YES",
      // withdrawn when and how
      "Widerrufen",
      "22. November 2026 um 15:05:03 MEZ",
      "„Stopp, bitte keine Werbung mehr“",
      // what was sent, what was not, and why
      "Hallo Mara, dein Warenkorb bei Leinenwerk wartet.",
      "Zugestellt",
      wordsOf("de").t("reasons.consent_withdrawn"),
    ]) {
      expect(text).toContain(answer);
    }
  });

  test("answers in English, too, and says who printed it", async () => {
    const { text } = await print(await read(), "en");
    for (const answer of [
      "Proof of consent to WhatsApp messages",
      "November 22, 2026 at 11:00:03 AM GMT+1 (2026-11-22 10:00:03 UTC)",
      "Confirmed on WhatsApp",
      "Withdrawn",
      "Shopify staff member 42",
    ]) {
      expect(text).toContain(answer);
    }
  });

  test("has a title, a language, tags for screen readers and numbered pages that find home", async () => {
    const { pages, pdf } = await print(await read(), "de");
    const { info } = await getMeta(pdf.slice());
    expect(info).toMatchObject({
      Title: "Nachweis der Einwilligung in WhatsApp-Nachrichten",
      Language: "de",
    });
    const raw = Buffer.from(pdf).toString("latin1");
    expect(raw).toContain("/Marked true");
    expect(raw).toContain("/DisplayDocTitle true");
    pages.forEach((page, index) => {
      expect(page).toContain(`Seite ${index + 1} von ${pages.length}`);
      expect(page).toContain(told.contact.id);
    });
  });

  test.each([
    ["Polish and Turkish", "Żółć Gęślą", "İstanbul Çağrı Şükrü", "Żółć Gęślą"],
    ["Greek and Cyrillic", "Ελένη", "Мария", "Ελένη"],
    ["Chinese", "漢字", "店", "⟨U+6F22⟩⟨U+5B57⟩"],
    ["a family emoji", "Mara 👩‍👩‍👧", "🛍️", "Mara ⟨U+1F469⟩"],
  ])("names in %s are printed, letters without a font by their number", async (...names) => {
    const [, firstName, shopName, printed] = names;
    told = await wholeStory(world, { firstName, shopName });
    expect((await print(await read(), "de")).text).toContain(printed);
  });

  test.each(["مرحبا", "שלום", "a\u0000b\u202Ec", "x".repeat(3_000), "\uD800"])(
    "a name such as %j breaks nothing",
    async (firstName) => {
      told = await wholeStory(world, { firstName });
      expect((await print(await read(), "de")).text).toContain(PHONE);
    },
  );
});

test("where consent stood is told for any moment that somebody asks for", async () => {
  const states = async (at: string) => {
    const { past } = await read({ at: new Date(at) });
    return past?.standings.map(({ topic, state }) => `${topic}: ${state}`).slice(0, 1);
  };
  expect(await states("2026-11-22T09:59:00Z")).toEqual(["reminders: none"]);
  expect(await states("2026-11-22T10:03:00Z")).toEqual(["reminders: pending"]);
  expect(await states("2026-11-22T12:00:00Z")).toEqual(["reminders: granted"]);
  expect(await states("2026-11-22T23:00:00Z")).toEqual(["reminders: withdrawn"]);
  const { text } = await print(await read({ at: new Date("2026-11-22T12:00:00Z") }), "de");
  expect(text).toContain("Stand der Einwilligung damals Stand: 22. November 2026 um 13:00:00 MEZ");
});

test("two ticks of one moment are one act, and its words stand in the proof once", async () => {
  const { acts, wordings } = await read();
  expect(acts.map(({ kind, topics }) => [kind, topics.toSorted()])).toEqual([
    ["requested", ["offers", "reminders"]],
    ["confirmed", ["offers", "reminders"]],
    ["withdrawn", ["all"]],
  ]);
  expect(wordings).toMatchObject([{ text: told.shownText, fits: true }]);
});

test("covered, it names neither number nor address, but says all else", async () => {
  const report = await read({ as: "masked" });
  const told = JSON.stringify(report);
  const clear = await read();
  const wamids = [
    ...clear.messages.map(({ wamid }) => wamid),
    ...clear.acts.flatMap(({ exchange: e }) => [e?.question?.wamid, e?.answer?.wamid]),
  ].filter((wamid) => typeof wamid === "string");
  expect(wamids.length).toBeGreaterThan(0);
  const ids = wamids.map((wamid) => `"wamid":"${wamid}"`);
  for (const secret of ["15112345678", "0151 12345678", "203.0.113.9", ...ids]) {
    expect(told).not.toContain(secret);
  }
  expect(report.identifiers[0]?.value).toBe("+49…678");
});

test("every look is written down with who looked, a printed proof as such", async () => {
  await read({ as: "masked" });
  await read({ as: "printed" });
  const { rows } = await world.owner.query(
    "select staff_id, action, purpose from access_log where contact_id = $1 order by at, id",
    [told.contact.id],
  );
  expect(rows).toEqual([
    { staff_id: "42", action: "viewed", purpose: "contact_page" },
    { staff_id: "42", action: "proof", purpose: "contact_page" },
  ]);
});

test("words that were changed afterwards are called out", async () => {
  // Only somebody who gets past the database's own refusal could do this.
  await world.owner.query("alter table consent_event disable trigger user");
  await world.owner.query("update consent_event set wording_hash = 'forged' where shop_id = $1", [
    told.shopId,
  ]);
  await world.owner.query("alter table consent_event enable trigger user");
  const { text } = await print(await read(), "de");
  expect(text).toContain("Achtung: Der Text oben hat diesen Prüfwert nicht.");
});

test("the chain's end is printed, and an entry that was changed afterwards is called out", async () => {
  const sound = await print(await read(), "de");
  expect(sound.text).toContain("Die Prüfwerte der 5 Einträge dieser Person wurden beim Lesen neu");
  const { rows } = await world.owner.query<{ hash: string }>(
    "select encode(hash, 'hex') as hash from consent_head where shop_id = $1",
    [told.shopId],
  );
  // Wide digits break the line within the value.
  expect(sound.text.replaceAll(/\s/g, "")).toContain(`PrüfwertdesletztenEintrags${rows[0]?.hash}`);
  await world.owner.query("alter table consent_event disable trigger user");
  await world.owner.query(
    "update consent_event set at = at - interval '1 day' where shop_id = $1 and kind = 'withdrawn'",
    [told.shopId],
  );
  await world.owner.query("alter table consent_event enable trigger user");
  const forged = await read();
  expect(forged.chain.changed).toHaveLength(1);
  expect((await print(forged, "de")).text).toContain("wurden also nachträglich geändert");
});

test("of contacts that turned out to be one person it is one proof, by whichever of their ids", async () => {
  const { deps } = world;
  const { shopId } = told;
  const other = await deps.db.inShop(shopId, (tx) => {
    const identifier = { kind: "bsuid" as const, value: "DE.13491208655302741918" };
    return ensureContact(deps, tx, { shopId, identifier, locale: "de", country: "DE" });
  });
  const contactIds: [string, string] = [told.contact.id, other.id];
  const decided = { reason: "whatsapp_pair", decidedBy: "merchant", staffId: "42" } as const;
  await deps.db.inShop(shopId, (tx) => mergeContacts(deps, tx, { shopId, contactIds, ...decided }));
  const one = await read();
  const same = await read({ contactId: other.id });
  expect(same).toEqual({ ...one, readAt: same.readAt });
  expect(one.identifiers.map(({ kind }) => kind)).toEqual(["phone", "bsuid"]);
  expect((await print(one, "de")).text).toContain("Zusammengeführt");
});

async function exported(format: "csv" | "json"): Promise<string> {
  const wish = { shopId: told.shopId, staffId: "42", format };
  const pieces: string[] = [];
  for await (const piece of await exportEvents(world.deps, wish)) pieces.push(piece);
  return pieces.join("");
}

test("all events leave as CSV and JSON, in the chain's order, with words and evidence", async () => {
  const { data } = Papa.parse<Record<string, string>>((await exported("csv")).slice(1), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data.map(({ seq, kind, topic }) => `${seq} ${kind} ${topic}`)).toEqual([
    "1 requested reminders",
    "2 requested offers",
    "3 confirmed reminders",
    "4 confirmed offers",
    "5 withdrawn all",
  ]);
  expect(data[0]).toMatchObject({ identifier: `'${PHONE}`, checkoutToken: "c0ffee01" });
  const events: unknown = JSON.parse(await exported("json"));
  expect(events).toMatchObject([
    { seq: 1, identifier: PHONE, evidence: { shownText: told.shownText, ip: "203.0.113.9" } },
    { seq: 2 },
    { seq: 3, evidence: { replyWamid: "wamid.YES" } },
    { seq: 4 },
    { seq: 5, identifier: null, evidence: { text: "Stopp, bitte keine Werbung mehr" } },
  ]);
  const { rows } = await world.owner.query(
    "select action, purpose, people, contact_id from access_log where shop_id = $1",
    [told.shopId],
  );
  const note = { action: "exported", purpose: "contact_list", people: 1, contact_id: null };
  expect(rows).toEqual([note, note]);
});

test("a ledger of several pages is exported whole, an empty one as an empty file", async () => {
  const who = { shopId: told.shopId, contactId: told.contact.id, dataKey: told.contact.dataKey };
  const many = Array.from({ length: 1_100 }, (_, index) => ({
    topic: "offers" as const,
    kind: "withdrawn" as const,
    source: "merchant" as const,
    identifierHash: null,
    at: world.clock.now(),
    requestKey: `many:${index}`,
  }));
  await world.deps.db.inShop(told.shopId, (tx) => recordConsent(world.deps, tx, who, many));
  const lines = (await exported("csv")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 5 + 1_100);
  expect(new Set(lines).size).toBe(lines.length);
  const shopId = await world.addShop();
  told = { ...told, shopId };
  expect(JSON.parse(await exported("json"))).toEqual([]);
});

test("of an erased person it still says that, when and where, without a personal word", async () => {
  await world.owner.query("update contact set erased_at = $2 where id = $1", [
    told.contact.id,
    world.clock.now(),
  ]);
  await world.owner.query("update message set payload = null where contact_id = $1", [
    told.contact.id,
  ]);
  const { text } = await print(await read(), "de");
  for (const gone of [PHONE, "Mara", "203.0.113.9", "Stopp, bitte"])
    expect(text).not.toContain(gone);
  expect(text).toContain("Die Daten dieser Person wurden am");
  expect(text).toContain("22. November 2026 um 15:05:03 MEZ");
  expect(text).toContain("mit dem Schlüssel der Person gelöscht");
  // The published sentence of that version is nobody's secret.
  expect(text).toContain("Werbung per WhatsApp an meine angegebene Mobilnummer");
});
