import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConsentState } from "#app/modules/consent/consent.types.ts";
import { guessColumns, mappingProblems, separatorOf } from "./columns.rules.ts";
import { encodingOfStart, utf8Checker } from "./encoding.rules.ts";
import { judgeRow, type RowFacts } from "./import-row.rules.ts";
import { mappingSchema } from "./import.types.ts";
import { judgeStanding, type PersonFacts } from "./judge-standing.rules.ts";
import { writtenDate } from "./written-date.rules.ts";
import { writtenPhone } from "./written-phone.rules.ts";

const NOW = new Date("2026-11-22T11:00:00Z");
const HEADER = [
  "Telefon",
  "Datum",
  "Quelle",
  "Einwilligungstext",
  "Bestätigung",
  "Sprache",
  "Themen",
  "Land",
];
const WORDING = "Ja, Leinenwerk darf mir per WhatsApp Angebote schicken. Widerruf jederzeit.";
const GOOD = [
  "+49 151 12345678",
  "2026-05-03 14:22",
  "Formular",
  WORDING,
  "WhatsApp 03.05.2026",
  "de",
  "Angebote",
  "",
];
const mapping = mappingSchema.parse({ columns: guessColumns(HEADER) });
const facts: RowFacts = { mapping, zone: "Europe/Berlin", now: NOW, staleAfterMonths: 18 };
const row = (change: Record<number, string>) => GOOD.map((cell, at) => change[at] ?? cell);

describe("a row", () => {
  it("with all its proof counts, from the moment that it names", () => {
    expect(judgeRow(GOOD, facts)).toEqual({
      ok: true,
      phone: "+4915112345678",
      country: null,
      locale: "de",
      at: new Date("2026-05-03T12:22:00Z"),
      topics: ["offers"],
      waits: null,
      proof: {
        place: "Formular",
        wording: WORDING,
        confirmation: "WhatsApp 03.05.2026",
        writtenDate: "2026-05-03 14:22",
      },
    });
  });

  it.each([
    ["no number", { 0: "" }, "phone_missing"],
    ["half a number", { 0: "+49 12" }, "phone_invalid"],
    ["a number of no country", { 0: "0151 12345678" }, "phone_country"],
    ["a number that a spreadsheet has rounded", { 0: "4,91512E+11" }, "phone_rounded"],
    ["no date", { 1: "" }, "date_missing"],
    ["a word for a date", { 1: "gestern" }, "date_invalid"],
    ["the 31st of February", { 1: "31.02.2026" }, "date_invalid"],
    ["25 o'clock", { 1: "2026-05-03 25:00" }, "date_invalid"],
    ["a date that may be two", { 1: "03/05/2026" }, "date_order"],
    ["a date to come", { 1: "2026-11-23" }, "date_future"],
    ["a date of long ago", { 1: "2022-11-01" }, "date_too_old"],
    ["no place", { 2: " " }, "place_missing"],
    ["no words", { 3: "" }, "wording_missing"],
    ["a yes for words", { 3: "ja" }, "wording_short"],
    [
      "words about e-mail",
      { 3: "Ja, ich möchte den Newsletter per E-Mail erhalten." },
      "wording_not_whatsapp",
    ],
    ["no confirmation", { 4: "" }, "confirmation_missing"],
    ["topics that we do not have", { 6: "Angebote, Gewinnspiele" }, "topics_unknown"],
    ["no topics at all", { 6: "" }, "topics_unknown"],
    ["a formula for a place", { 2: "=HYPERLINK(1)" }, "formula"],
    ["a formula for words", { 3: "@SUM(A1:A9) WhatsApp WhatsApp WhatsApp" }, "formula"],
    ["a formula for a number", { 0: "=1+1" }, "formula"],
    ["a cell without end", { 3: `WhatsApp ${"x".repeat(1_000_000)}` }, "too_long"],
  ])("with %s is refused", (_name, change, reason) => {
    expect(judgeRow(row(change), facts)).toEqual({ ok: false, reason });
  });

  it("with fewer columns than the header is refused", () => {
    expect(judgeRow(["+4915112345678"], facts)).toEqual({ ok: false, reason: "too_few_columns" });
  });

  it.each([
    ["confirmed by e-mail", { 4: "E-Mail-DOI 03.05.2026" }, "unconfirmed"],
    ["signed on paper", { 4: "Unterschrift" }, "unconfirmed"],
    ["not confirmed", { 4: "nein" }, "unconfirmed"],
    ["not confirmed by WhatsApp", { 4: "no WhatsApp confirmation" }, "unconfirmed"],
    ["asked on WhatsApp only", { 4: "WhatsApp: pending" }, "unconfirmed"],
    ["confirmed elsewhere than on WhatsApp", { 4: "E-Mail, nicht WhatsApp" }, "unconfirmed"],
    ["not confirmed, in another order", { 4: "WhatsApp – unbestätigt" }, "unconfirmed"],
    ["a form that asks for a phone", { 4: "Telefonnummer im Formular" }, "unconfirmed"],
    ["confirmed in a call", { 4: "telefonisch am 03.05.2026" }, null],
    ["confirmed by phone", { 4: "Telefon, 03.05.2026" }, null],
    ["confirmed by SMS", { 4: "SMS-Code" }, null],
    ["confirmed on WhatsApp", { 4: "whatsapp double opt-in" }, null],
    ["older than the shop allows", { 1: "2025-05-01" }, "stale"],
    ["just young enough", { 1: "2025-06-01" }, null],
  ])("%s waits: %j -> %s", (_name, change, waits) => {
    expect(judgeRow(row(change), facts)).toMatchObject({ ok: true, waits });
  });

  it.each([
    ['="+4915112345678"', "+4915112345678"],
    ["'+4915112345678", "+4915112345678"],
    ["whatsapp:+4915112345678", "+4915112345678"],
    ["0049 151 12345678", "+4915112345678"],
  ])("reads %s as a spreadsheet meant it", (written, phone) => {
    expect(judgeRow(row({ 0: written }), facts)).toMatchObject({ ok: true, phone });
  });

  it("takes topics for all rows from the merchant where no column has them", () => {
    const chosen = mappingSchema.parse({ ...mapping, topics: ["reminders"] });
    expect(judgeRow(row({ 6: "" }), { ...facts, mapping: chosen })).toMatchObject({
      topics: ["reminders"],
    });
  });

  it("never throws, whatever the cells hold", () => {
    const cells = fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { maxLength: 9 });
    fc.assert(
      fc.property(cells, (some) => {
        expect(typeof judgeRow(some, facts).ok).toBe("boolean");
      }),
    );
  });
});

describe("a written number", () => {
  it.each([
    ["0151 12345678", "DE", "+4915112345678"],
    ["15112345678", "DE", "+4915112345678"],
    ["4915112345678", "DE", "+4915112345678"],
    ["+43 664 1234567", "DE", "+436641234567"],
    ["06 12 34 56 78", "FR", "+33612345678"],
  ])("%s in %s is %s", (raw, country, phone) => {
    expect(writtenPhone(raw, country)).toEqual({ ok: true, phone });
  });
});

describe("a written date", () => {
  const read = (text: string, order: "dmy" | "mdy" | null = null) => {
    const date = writtenDate(text, { zone: "Europe/Berlin", order });
    return date.ok ? date.at.toISOString() : date.problem;
  };

  it.each([
    ["2026-05-03", "2026-05-02T22:00:00.000Z"],
    ["2026-01-03", "2026-01-02T23:00:00.000Z"],
    ["2026-05-03T14:22:10Z", "2026-05-03T14:22:10.000Z"],
    ["2026-05-03T14:22:10.123+02:00", "2026-05-03T12:22:10.000Z"],
    ["03.05.2026 14:22", "2026-05-03T12:22:00.000Z"],
    ["3.5.2026", "2026-05-02T22:00:00.000Z"],
    ["2026-02-30", "date_invalid"],
    ["45780", "date_invalid"],
    ["03/05/2026", "date_order"],
  ])("%s is %s", (text, expected) => expect(read(text)).toBe(expected));

  it("with slashes is read as the merchant says", () => {
    expect(read("03/05/2026", "dmy")).toBe("2026-05-02T22:00:00.000Z");
    expect(read("03/05/2026", "mdy")).toBe("2026-03-04T23:00:00.000Z");
    expect(read("13/05/2026", "mdy")).toBe("date_invalid");
  });
});

describe("how the person stands", () => {
  const hash = "p.a";
  const person = (state: ConsentState | null, change: Partial<PersonFacts> = {}): PersonFacts => ({
    hashes: [hash],
    standings: new Map(state === null ? [] : [["offers", { state: state, identifierHash: hash }]]),
    isSuppressed: false,
    isNamedBefore: false,
    ...change,
  });
  const proven = { topics: ["offers" as const], waits: null };

  it.each([
    ["unknown", person(null), "granted", null],
    ["waiting", person("pending"), "granted", null],
    ["agreed already", person("granted"), "known", null],
    ["withdrawn", person("withdrawn"), "refused", "withdrawn"],
    ["suppressed", person(null, { isSuppressed: true }), "refused", "suppressed"],
    ["named by an earlier row", person(null, { isNamedBefore: true }), "refused", "twice_in_file"],
    ["agreed with another number", person("granted", { hashes: ["p.b"] }), "granted", null],
  ])("%s", (_name, facts_, outcome, reason) => {
    expect(judgeStanding(proven, facts_)).toEqual({ outcome, reason });
  });

  it("who waits is not asked to wait again", () => {
    const waiting = { topics: ["offers" as const], waits: "stale" as const };
    expect(judgeStanding(waiting, person("pending")).outcome).toBe("known");
    expect(judgeStanding(waiting, person(null))).toEqual({ outcome: "pending", reason: "stale" });
  });
});

describe("a file", () => {
  it("is parted by what its header uses most, outside of quotes", () => {
    expect(separatorOf("a;b;c")).toBe(";");
    expect(separatorOf('"a;b;c;d",e,f')).toBe(",");
    expect(separatorOf("a\tb")).toBe("\t");
  });

  it("has its columns guessed, each once, and says what is missing", () => {
    expect(guessColumns(HEADER)).toEqual({
      phone: 0,
      agreedAt: 1,
      place: 2,
      wording: 3,
      confirmation: 4,
      language: 5,
      topics: 6,
      country: 7,
    });
    const none = mappingSchema.parse({ columns: { phone: 0, agreedAt: 0, place: 99 } });
    expect(mappingProblems(none, HEADER)).toEqual([
      { field: "agreedAt", problem: "twice" },
      { field: "place", problem: "no_column" },
      { field: "wording", problem: "missing" },
      { field: "confirmation", problem: "missing" },
      { field: "topics", problem: "missing" },
    ]);
  });

  it("tells its encoding", () => {
    const text = "Telefon;Datum\n+49;ä";
    expect(encodingOfStart(Buffer.from(`\ufeff${text}`))).toBe("utf-8");
    expect(encodingOfStart(Buffer.from(text, "utf16le"))).toBe("utf-16le");
    expect(encodingOfStart(Buffer.from(text, "utf16le").swap16())).toBe("utf-16be");
    expect(encodingOfStart(Buffer.from(text))).toBeNull();
    const [good, bad] = [utf8Checker(), utf8Checker()];
    expect(good(Buffer.from("ä").subarray(0, 1), false)).toBe(true);
    expect(good(Buffer.from("ä").subarray(1), true)).toBe(true);
    expect(bad(Buffer.from("Müller", "latin1"), true)).toBe(false);
  });
});
