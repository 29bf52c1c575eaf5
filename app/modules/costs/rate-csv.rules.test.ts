import { describe, expect, it } from "vitest";
import { parseRates } from "./rate-csv.rules.ts";
import { changeOf, microsOf } from "./written-rate.rules.ts";

describe("a rate card as CSV", () => {
  it("has a line per price", () => {
    const text = [
      "market,category,currency,price,valid_from",
      "Germany,marketing,EUR,0.1131,2026-10-01",
      "Rest of Western Europe,utility,eur,0.0150,2026-10-01",
    ].join("\n");
    expect(parseRates(text, {})).toEqual({
      errors: [],
      rates: [
        {
          line: 2,
          market: "germany",
          category: "marketing",
          currency: "EUR",
          micros: 113_100,
          validFrom: "2026-10-01",
        },
        {
          line: 3,
          market: "rest_of_western_europe",
          category: "utility",
          currency: "EUR",
          micros: 15_000,
          validFrom: "2026-10-01",
        },
      ],
    });
  });

  it("may have a column per category, as Meta's cards do", () => {
    const text =
      "Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service\r\n" +
      '"Rest of Central & Eastern Europe",USD,$0.0860,0.0212,0.0212,n/a,\r\n';
    const { rates, errors } = parseRates(text, { validFrom: "2027-01-01" });
    expect(errors).toEqual([]);
    expect(rates.map(({ category, micros }) => [category, micros])).toEqual([
      ["marketing", 86_000],
      ["utility", 21_200],
      ["authentication", 21_200],
    ]);
    expect(rates[0]).toMatchObject({
      market: "rest_of_central_eastern_europe",
      validFrom: "2027-01-01",
    });
  });

  it("may come from a German spreadsheet", () => {
    const text =
      "\uFEFFMarkt;Kategorie;Währung;Preis;Gültig ab\nTürkiye;marketing;EUR;0,0095;1.10.2026";
    expect(parseRates(text, {}).rates).toMatchObject([
      { market: "turkey", micros: 9_500, validFrom: "2026-10-01" },
    ]);
  });

  it("is told line by line what is wrong, and what was written", () => {
    const text = [
      "market,category,currency,price,valid_from",
      "Atlantis,marketing,EUR,0.1,2026-10-01",
      "Germany,spam,EURO,1.2345678,2026-02-30",
      "Germany,marketing,EUR,-0.1,2026-10-01",
      "",
      "Germany,marketing,EUR,0.1,2026-10-01",
      "DE,marketing,EUR,0.1,2026-10-01",
      "Germany,marketing,EUR,0.2,2026-10-01",
    ].join("\n");
    const { rates, errors } = parseRates(text, {});
    expect(rates).toHaveLength(1);
    expect(errors.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      "2 market",
      "3 category",
      "3 currency",
      "3 price",
      "3 date",
      "4 price",
      "7 market",
      "8 twice",
    ]);
    expect(errors[0]).toMatchObject({ value: "Atlantis" });
  });

  it("names a fault of a line with several prices once", () => {
    const text = "market,currency,marketing,utility\nAtlantis,EUR,0.1,0.1";
    expect(parseRates(text, { validFrom: "2027-01-01" }).errors).toEqual([
      { line: 2, problem: "market", value: "Atlantis" },
    ]);
  });

  it.each([
    ["nothing", "", "empty"],
    ["no columns that we know", "a,b,c\n1,2,3", "columns"],
    ["no prices", "market,currency\nGermany,EUR", "columns"],
  ])("with %s is refused as a whole", (_name, text, problem) => {
    expect(parseRates(text, {})).toMatchObject({ rates: [], errors: [{ line: 1, problem }] });
  });
});

describe("a written price", () => {
  it.each([
    ["0.1365", 136_500],
    ["0,0008", 800],
    ["€ 1", 1_000_000],
    ["0.000001", 1],
    ["0.0000001", null],
    ["1e-3", null],
    ["", null],
    ["-1", null],
  ])("%s is %s millionths", (text, micros) => {
    expect(microsOf(text)).toBe(micros);
  });
});

describe("a price that is entered again", () => {
  const written = {
    market: "germany",
    category: "marketing",
    currency: "EUR",
    micros: 5,
    validFrom: "2026-11-22",
  } as const;

  it.each([
    ["is new where none stands", undefined, "2026-11-22", "new"],
    ["is the same", { micros: 5 }, "2026-11-22", "same"],
    ["may change before its day", { micros: 4 }, "2026-11-21", "changed"],
    ["never changes from its day on", { micros: 4 }, "2026-11-22", "past"],
  ])("%s", (_name, standing, today, change) => {
    expect(changeOf(written, standing, today)).toBe(change);
  });
});
