import { describe, expect, test } from "vitest";
import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { type ChoiceReason, dropReasons } from "./choice.types.ts";
import { dropSummary, dropSummaryText } from "./drop-summary.rules.ts";
import { reasonText } from "./reason-text.rules.ts";

const titleOf = (id: string) => (id === "mug" ? "Steinguttasse" : null);
const REASONS: readonly ChoiceReason[] = [
  { kind: "bought_with", productId: "mug" },
  { kind: "bought_with", productId: "gone" },
  { kind: "bought_before", times: 3 },
  { kind: "bought_before", times: 3, everyDays: 34 },
  { kind: "popular" },
  { kind: "similar", productId: "mug", by: "type" },
  { kind: "similar", productId: "mug", by: "collection" },
  { kind: "similar", productId: "mug", by: "tags" },
  { kind: "similar", productId: "mug", by: "title" },
  { kind: "similar", productId: "gone", by: "title" },
  { kind: "shopify_related", productId: "mug" },
  { kind: "shopify_related", productId: "gone" },
];

const say = (
  reason: ChoiceReason | undefined,
  language: string,
  audience: "shopper" | "merchant",
) => reason && reasonText(reason, { language, audience, titleOf });

describe("why a product is shown", () => {
  test.each<[number, string, string]>([
    [0, "Oft gekauft nach Steinguttasse", "Wer Steinguttasse gekauft hat, kauft das danach oft"],
    [
      3,
      "Das kaufst du etwa alle 34 Tage",
      "Schon gekauft (3×), etwa alle 34 Tage, und jetzt fällig",
    ],
    [4, "Gerade beliebt", "Verkauft sich zurzeit gut"],
    [5, "Ähnlich wie Steinguttasse", "Gleicher Produkttyp wie Steinguttasse"],
    [10, "Passt zu Steinguttasse", "Shopify empfiehlt es zu Steinguttasse"],
    [11, "Passt zu deiner letzten Bestellung", "Shopify empfiehlt es zur letzten Bestellung"],
  ])("is told to shopper and merchant in their own words (%s)", (n, shopper, merchant) => {
    expect(say(REASONS[n], "de-AT", "shopper")).toBe(shopper);
    expect(say(REASONS[n], "de", "merchant")).toBe(merchant);
  });

  test.each(
    wordingLocales.flatMap((language) => [
      [language, "shopper"] as const,
      [language, "merchant"] as const,
    ]),
  )(
    "is told in %s to the %s, without gaps, and differently for each reason",
    (language, audience) => {
      const told = REASONS.map((reason) => reasonText(reason, { language, audience, titleOf }));
      for (const [n, text] of told.entries()) {
        expect(text).not.toMatch(/\{\{|undefined|null/);
        expect(text.length).toBeGreaterThan(5);
        const reason = REASONS[n];
        const isNamed = reason && "productId" in reason && reason.productId === "mug";
        expect(text.includes("Steinguttasse")).toBe(isNamed);
      }
      // A shopper sees in what two products are alike: four reasons share one text.
      expect(new Set(told).size).toBe(
        audience === "merchant" ? REASONS.length : REASONS.length - 3,
      );
    },
  );

  test("is told in English where we do not have the language", () => {
    expect(say(REASONS[4], "ja", "shopper")).toBe("Popular right now");
    expect(say(REASONS[4], "pt_BR", "shopper")).toBe("Popular no momento");
  });

  test("keeps a title that looks like a gap as it is", () => {
    const titled = {
      language: "en",
      audience: "shopper" as const,
      titleOf: () => "{{days}} $& mug",
    };
    const text = reasonText({ kind: "bought_with", productId: "x" }, titled);
    expect(text).toBe("Often bought after {{days}} $& mug");
  });
});

describe("why products were dropped", () => {
  const dropped = (["out_of_stock", "returned", "out_of_stock"] as const).map((why) => ({ why }));

  test("is counted by reason, most first", () => {
    expect(dropSummary(dropped)).toEqual([
      { why: "out_of_stock", count: 2 },
      { why: "returned", count: 1 },
    ]);
    expect(dropSummary([])).toEqual([]);
  });

  test("is told in one line in the admin's language", () => {
    expect(dropSummaryText(dropSummary(dropped), "en")).toBe(
      "Left out: 2 out of stock in this market, 1 sent back by this person before",
    );
    expect(dropSummaryText(dropSummary(dropped), "de-CH")).toBe(
      "Nicht gezeigt: 2 in diesem Markt nicht vorrätig, 1 von dieser Person schon zurückgeschickt",
    );
  });

  test("is nothing where none were", () => {
    expect(dropSummaryText([], "en")).toBe("");
  });

  test.each(["en", "de"])("has its own words for every reason in %s", (language) => {
    const told = dropReasons.map((why) => dropSummaryText([{ why, count: 1 }], language));
    expect(new Set(told).size).toBe(dropReasons.length);
  });
});
