import { describe, expect, it } from "vitest";
import {
  builtInWording,
  fitsShopify,
  MAX_SENTENCE,
  nextTry,
  publishedValue,
  wordingProblems,
} from "./edit-wording.rules.ts";
import { wordingLocales } from "./wording.types.ts";

const rows = wordingLocales.map((locale) => ({
  locale,
  ...builtInWording(locale),
  own: false,
  hash: "",
}));

describe("a merchant's own sentence", () => {
  it.each(wordingLocales)("may be the built-in one in %s", (locale) => {
    expect(wordingProblems(builtInWording(locale), locale)).toEqual([]);
  });

  // Other words for the same, as merchants write them.
  it.each([
    [
      "en",
      "Please send me WhatsApp ads from {{shop}} to my number: a reminder when my basket is left behind, recommended products based on what I bought, and special offers. {{shop}} may track which links I tap. This is voluntary, and I can withdraw it at any time by replying STOP or with the button in each message. See our {{privacy}}.",
    ],
    [
      "de",
      "Ja, {{shop}} darf mir per WhatsApp Werbung an meine Handynummer schicken: Warenkorb-Erinnerungen, Produktempfehlungen zu meinen Einkäufen und Angebote. {{shop}} darf auswerten, welche Links ich anklicke. Das ist freiwillig. Ich kann es jederzeit mit STOP oder über den Button in jeder Nachricht widerrufen. Mehr in der {{privacy}}.",
    ],
  ] as const)("may say the same in other words (%s)", (locale, sentence) => {
    expect(wordingProblems({ sentence, privacyPolicy: "Datenschutz" }, locale)).toEqual([]);
  });

  it("is told everything that is missing at once", () => {
    const wording = { sentence: "Ich will Werbung.", privacyPolicy: "" };
    const missing = wordingProblems(wording, "de").map((one) =>
      one.code === "part_missing" ? one.part : one.code,
    );
    expect(missing).toEqual([
      "shop",
      "whatsapp",
      "number",
      "reminders",
      "recommendations",
      "offers",
      "taps",
      "voluntary",
      "withdrawal",
      "stop",
      "button",
      "privacy",
    ]);
  });
});

describe("what Shopify keeps", () => {
  it("fits with all built-in sentences, and is refused when all languages are long", () => {
    expect(fitsShopify(rows)).toBe(true);
    const long = rows.map((row) => ({ ...row, sentence: "ş".repeat(MAX_SENTENCE) }));
    expect(fitsShopify(long)).toBe(false);
  });

  it("has every language's text with its gaps still open", () => {
    const value = publishedValue("own-1", rows);
    expect(value).toContain('{"version":"own-1","locales":{"en":{"text":"Yes, I would like');
    expect(value).toContain("{{shop}}");
  });

  it("is tried again soon at first, and every hour at least", () => {
    const now = new Date("2026-11-22T10:00:00Z");
    const waits = [0, 1, 5, 50].map(
      (tries) => (nextTry(tries, now).getTime() - now.getTime()) / 1000,
    );
    expect(waits).toEqual([15, 30, 480, 3600]);
  });
});
