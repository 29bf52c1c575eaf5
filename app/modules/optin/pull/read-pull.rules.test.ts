import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { codesIn, pullCode } from "./pull-code.rules.ts";
import { fillPullText, pullLink, pullTexts } from "./pull-texts.rules.ts";
import { readPull } from "./read-pull.rules.ts";

const CODE = "WA-7K3FQ";
const OTHER = "WA-A2BCD";
const shop = "Leinenwerk";
const facts = { shop, codes: new Set([CODE, OTHER]) };
const sentence = (locale: (typeof wordingLocales)[number], of = shop) =>
  fillPullText(pullTexts[locale].prefilled, { shop: of, code: CODE });
const german = sentence("de");

describe("a pull message", () => {
  it.each(wordingLocales)("as we typed it in %s is consent to all that it names", (locale) => {
    const whole = { means: "consent", code: CODE, locale, whole: true };
    expect(readPull(sentence(locale), facts)).toEqual(whole);
  });

  it.each(wordingLocales)("in %s reads as no opt-out, whatever else reads it", (locale) => {
    expect(readOptOut(sentence(locale)).means).toBe("ordinary");
  });

  it.each([
    ["white space", german.replaceAll(" ", "  \n"), true],
    ["capitals", german.toUpperCase(), true],
    ["typographic changes", german.replace("WA-7K3FQ", "*wa – 7k3fq*"), true],
    ["a greeting", `Hallo liebes Team! ${german} Danke und viele Grüße, Mara`, true],
    ["a cut end", `Ja, Leinenwerk darf mir per WhatsApp Werbung schicken ${CODE}`, false],
    ["words of their own", `Ja gerne, ich will eure Angebote. wa7k3fq`, false],
    ["the code alone", "WA-7K3FQ", false],
    ["the code with a blank", "wa 7k3fq", false],
    ["an emoji", `${CODE} 👍`, false],
    ["two codes of the shop", `${CODE} ${OTHER}`, false],
    ["a code of somebody else beside it", `WA-ZZ9ZZ ${CODE}`, false],
  ])("survives %s", (_name, text, whole) => {
    expect(readPull(text, facts)).toMatchObject({ means: "consent", code: CODE, whole });
  });

  it("counts without its code as long as the sentence is whole", () => {
    const text = german.replace(`Code ${CODE}`, "");
    expect(readPull(text, facts)).toEqual({
      means: "consent",
      code: null,
      locale: "de",
      whole: true,
    });
  });

  it.each([
    ["a question about it", `Was bedeutet ${CODE}?`, "question"],
    ["the sentence and a question", `${german} Stimmt das so?`, "question"],
    ["the sentence, quoted, and a no", `„${german}“ Nein, das will ich nicht!`, "denial"],
    ["the sentence turned round", german.replace("darf mir", "darf mir nicht"), "denial"],
    ["the sentence narrowed", `${german} Aber nur Erinnerungen.`, "denial"],
    ["a stop", `STOP ${CODE}`, "stop"],
    ["the sentence and a stop", `${german} Stopp`, "stop"],
    ["a please-no-more", `bitte keine Werbung mehr ${CODE}`, "denial"],
    ["English denial", `I do not agree ${CODE}`, "denial"],
    ["French denial", `je ne veux pas ${CODE}`, "denial"],
    ["Turkish denial", `hayır istemiyorum ${CODE}`, "denial"],
    ["a letter", `${"Guten Tag, zu meiner Bestellung. ".repeat(60)} ${CODE}`, "too_long"],
    ["a code that nobody gave out", "WA-ZZ9ZZ", "no_pull"],
    ["another shop's sentence", sentence("de", "Kerzenhaus").replace(CODE, "WA-ZZ9ZZ"), "no_pull"],
    ["a hello", "Hallo", "no_pull"],
    ["a bare yes", "Ja", "no_pull"],
    ["nothing", "", "no_pull"],
  ])("is none: %s", (_name, text, reason) => {
    expect(readPull(text, facts)).toEqual({ means: "other", reason });
  });

  it("works for a shop whose name says no or stop", () => {
    for (const name of ["Non Stop Store", "Ohne Plastik", "Kein & Co", "a.b (c) [d] $1", "???"]) {
      const text = sentence("de", name);
      const read = readPull(text, { ...facts, shop: name });
      if (name.includes("?")) expect(read).toEqual({ means: "other", reason: "question" });
      else expect(read).toMatchObject({ means: "consent", code: CODE, whole: true });
    }
  });

  it("never throws and never grants without a known code or the sentence", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const read = readPull(text, { shop, codes: new Set() });
        expect(read.means).toBe("other");
      }),
    );
  });
});

describe("codes", () => {
  it("are found again however they are typed, and are never a word", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), (bytes) => {
        const code = pullCode(bytes);
        expect(code).toMatch(/^WA-[A-HJKMNP-Z2-9]{5}$/);
        expect(code.slice(3)).toMatch(/[2-9]/);
        const typed = [code, code.toLowerCase(), code.replace("-", ""), code.replace("-", " – ")];
        for (const each of typed) expect(codesIn(`Hallo ${each}!`)).toEqual([code]);
      }),
    );
  });

  it("travel in the link of WhatsApp", () => {
    const link = pullLink(pullTexts.de, { shop, code: CODE, digits: "4930123456" });
    const url = new URL(link);
    expect(url.origin + url.pathname).toBe("https://wa.me/4930123456");
    expect(url.searchParams.get("text")).toBe(german);
  });
});
