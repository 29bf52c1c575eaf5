import { describe, expect, it } from "vitest";
import { wordings } from "./wording-catalogue.rules.ts";
import { checkWording } from "./wording-parts.rules.ts";
import { knownWording, sameWording, wordingLocale, wordingText } from "./wording.rules.ts";
import { wordingLocales, type WordingLocale, type WordingPart } from "./wording.types.ts";

const NEWEST = "checkout-2026-11-22";

describe("the language of a sentence", () => {
  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["pt-BR", "pt-BR"],
    ["pt-br", "pt-BR"],
    ["en_GB", "en"],
    ["pt-PT", undefined],
    ["ja", undefined],
    ["", undefined],
  ])("for %j is %j", (asked, found) => {
    expect(wordingLocale(asked)).toBe(found);
  });
});

describe("what a shopper agreed to", () => {
  it("is the published sentence with the shop and its privacy policy named", () => {
    expect(wordingText(NEWEST, "de-DE", { shop: "Leinenwerk" })).toMatch(
      /^Ja, ich möchte von Leinenwerk Werbung per WhatsApp .* Näheres steht in der Datenschutzerklärung\.$/,
    );
  });

  it("is unknown for a version or a language that we never published", () => {
    expect(knownWording(NEWEST, "en")).toBe(true);
    expect(knownWording("checkout-1999-01-01", "en")).toBe(false);
    expect(knownWording("constructor", "en")).toBe(false);
    expect(knownWording(NEWEST, "ja")).toBe(false);
    expect(wordingText("toString", "en", { shop: "Leinenwerk" })).toBeUndefined();
  });

  it("cannot be rewritten by the name of a shop", () => {
    const text = wordingText(NEWEST, "en", { shop: "{{privacy}} $& $1" });
    expect(text).toContain("messages from {{privacy}} $& $1 on WhatsApp");
  });

  it("leaves no gap open in any language", () => {
    for (const locale of wordingLocales) {
      expect(wordingText(NEWEST, locale, { shop: "Leinenwerk" })).not.toMatch(/[{}]/);
    }
  });
});

describe("a sentence that a client claims to have shown", () => {
  it("is ours when only white space differs", () => {
    expect(sameWording(" Oui\u00a0:  je\nveux. ", "Oui : je veux.")).toBe(true);
    expect(sameWording("e\u0301t\u00e9", "\u00e9t\u00e9")).toBe(true);
  });

  it("is not ours when a word differs", () => {
    expect(sameWording("I do not agree.", "I agree.")).toBe(false);
    expect(sameWording("", "I agree.")).toBe(false);
  });
});

describe("the required parts", () => {
  it.each(wordingLocales)("are all said in every published sentence in %s", (locale) => {
    for (const version of Object.values(wordings)) {
      expect(checkWording(version[locale], locale)).toEqual([]);
    }
  });

  it.each<[WordingLocale, RegExp, WordingPart[]]>([
    ["de", / Ich willige auch ein, .*? antippe\./, ["taps"]],
    ["de", /Erinnerungen an meinen Warenkorb, /, ["reminders"]],
    ["de", / per WhatsApp/, ["whatsapp"]],
    ["en", /from \{\{shop\}\} /, ["shop"]],
    ["en", / More in the \{\{privacy\}\}\./, ["privacy"]],
    ["en", /: I reply STOP or use the opt-out button in any message/, ["stop", "button"]],
    ["tr", / ve kampanyalar/, ["offers"]],
  ])("are missed in %s when %s is cut out", (locale, cut, missing) => {
    const whole = wordings[NEWEST]?.[locale];
    if (!whole) throw new Error("the newest version is gone");
    const stripped = whole.sentence
      .replace(cut, "")
      .replaceAll(/\{\{shop\}\}/g, cut.source.includes("shop") ? "us" : "{{shop}}");
    expect(stripped).not.toBe(whole.sentence);
    expect(checkWording({ ...whole, sentence: stripped }, locale)).toEqual(missing);
  });

  it("do not take a nameless privacy policy for one", () => {
    const whole = wordings[NEWEST]?.nl;
    if (!whole) throw new Error("the newest version is gone");
    expect(checkWording({ ...whole, privacyPolicy: " " }, "nl")).toEqual(["privacy"]);
  });
});
