import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OWN_PHRASES } from "#test/support/opt-out-phrases/own.ts";
import { scoreOf } from "#test/support/opt-out-phrases/score.ts";
import { readOptOut } from "./read-opt-out.rules.ts";

const meaning = (text: string) => readOptOut(text).means;
const stops = OWN_PHRASES.filter(({ label }) => label === "stop").map(({ text }) => text);
const anyPhrase = fc.constantFrom(...OWN_PHRASES.map(({ text }) => text));

describe("the labelled phrases that the rules were written with", () => {
  it("are many, in nine languages", () => {
    expect(OWN_PHRASES.length).toBeGreaterThanOrEqual(240);
    expect(new Set(OWN_PHRASES.map(({ language }) => language)).size).toBe(9);
  });

  it("are understood", () => {
    const score = scoreOf(OWN_PHRASES, meaning);
    expect(score.precision).toBeGreaterThanOrEqual(0.99);
    expect(score.recall).toBeGreaterThanOrEqual(0.98);
    expect(score.unclear).toBeLessThanOrEqual(0.05);
    expect(score.unclearOfOrdinary).toBeLessThanOrEqual(0.02);
  });
});

describe("a no by topic", () => {
  it.each([
    ["no more cart reminders", "reminders"],
    ["Keine Warenkorb-Erinnerungen mehr", "reminders"],
    ["Plus de rappels de panier", "reminders"],
    ["Stop recommendations please", "recommendations"],
    ["Stop the reminders but keep the offers", "reminders"],
    ["No more reminders and no more recommendations", null],
    ["no more offers", null],
    ["Stop", null],
    ["no more reminders, remove me from your list", null],
  ])("%s: %s", (text, topic) => {
    expect(readOptOut(text)).toEqual({ means: "stop", topic });
  });
});

describe("traps", () => {
  it.each([
    "don't stop",
    "Please don't stop sending these, I love them",
    "non-stop",
    "Stoppuhr",
    "Stop-motion camera, do you have one?",
    "cancel my order",
    "delete item 2",
    "unsubscribe? no, keep it",
    "What happens if I text stop?",
    "How does the stopwatch stop?",
    "Bitte nicht abmelden!",
    "Ich bekomme keine Nachrichten mehr, was ist los?",
    "Ich möchte den Kauf widerrufen",
    "Ne me désabonnez pas",
    "Envoyez-moi plus d'offres",
    "No paren, me encantan sus ofertas",
    "Non cancellatemi dalla lista",
    "Schrijf me niet uit",
    "Não parem, adoro as promoções",
    "Nie wypisujcie mnie",
    "Beni listeden çıkarmayın",
    "",
    "?",
    "12345",
    "👍",
  ])("is no stop: %s", (text) => {
    expect(meaning(text)).not.toBe("stop");
  });

  it.each([
    "enough",
    "nein danke",
    "why do I get this",
    "too many messages",
    "¿Por qué recibo esto?",
  ])("is for a human: %s", (text) => {
    expect(meaning(text)).toBe("unclear");
  });
});

describe("how somebody writes", () => {
  it.each([
    ["another script's letters", "ѕтор"],
    ["full width", "ＳＴＯＰ"],
    ["mathematical bold", "𝗦𝗧𝗢𝗣"],
    ["invisible characters", "s\u200Bt\u200Do\u00ADp"],
    ["a digit for a letter", "st0p"],
    ["spelled", "S.T.O.P."],
    ["drawn out", "STOOOOOPPPP"],
    ["skin tones and genders", "🙅🏽‍♀️"],
    ["a typing error", "unsubcsribe"],
    ["a signature", "STOP\nLiebe Grüße\nPetra Muster"],
  ])("does not hide a stop: %s", (_, text) => {
    expect(meaning(text)).toBe("stop");
  });

  it("case does not matter", () => {
    fc.assert(
      fc.property(anyPhrase, (text) => {
        // Turkish has two letters for the English I; whole-word capitals are written in either.
        expect(meaning(text.toUpperCase())).toBe(meaning(text));
      }),
      { numRuns: 300 },
    );
  });

  it("spaces and full stops around do not matter", () => {
    const edge = fc.constantFrom(" ", "\n", "  ", "\t ");
    fc.assert(
      fc.property(anyPhrase, edge, edge, (text, before, after) => {
        expect(meaning(`${before}${text}${after}`)).toBe(meaning(text));
        if (/[\p{L}\p{N}]$/u.test(text)) {
          expect(meaning(`${text}.`)).toBe(meaning(text));
          expect(meaning(`${text}!!`)).toBe(meaning(text));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("accents do not matter", () => {
    fc.assert(
      fc.property(anyPhrase, (text) => {
        const bare = text.normalize("NFD").replaceAll(/\p{Mn}/gu, "");
        expect(meaning(bare)).toBe(meaning(text));
        expect(meaning(text.normalize("NFD"))).toBe(meaning(text));
      }),
      { numRuns: 300 },
    );
  });

  it("a greeting in front keeps a stop", () => {
    const greeting = fc.constantFrom(
      "Hello, ",
      "Guten Tag, ",
      "Bonjour, ",
      "Hola! ",
      "Ciao. ",
      "Hi\n",
    );
    fc.assert(
      fc.property(fc.constantFrom(...stops), greeting, (text, hello) => {
        expect(meaning(`${hello}${text}`)).toBe("stop");
      }),
      { numRuns: 500 },
    );
  });

  it("anything at all is answered", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3000 }),
      fc.string({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(["stop", "unclear", "ordinary"]).toContain(meaning(text));
      }),
    );
  });
});

describe("hostile texts", () => {
  const LENGTH = 10_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

  it.each([
    ["one letter", fill("a")],
    ["letters apart", fill("s ")],
    ["dots", fill(". ")],
    ["question marks", fill("?")],
    ["commas", fill("a,")],
    ["one word", fill("stop ")],
    ["half words", fill("unsubscrib ")],
    ["near misses", fill("wiadomoscx nachrichtenx mensajesx ")],
    ["negations", fill("no more not nie ne pas ")],
    ["marks", fill("a\u0301\u0302")],
    ["emoji", fill("🛑✋")],
    ["letters that grow", fill("ﷺ")],
    ["spaces", fill(" ")],
    ["sentences", fill("stop? no! ")],
    [
      "sentences, each another",
      Array.from({ length: 300 }, (_, n) => `stop not no${n}`).join("! "),
    ],
    ["typing errors", Array.from({ length: 20 }, (_, n) => `unsubscrib${n}`).join(" ")],
  ])("are answered within 5 ms: %s", (_, text) => {
    for (let warm = 0; warm < 20; warm += 1) meaning(text);
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      meaning(text);
      return performance.now() - start;
    });
    // The fastest of a few: other tests share the processor.
    expect(Math.min(...times)).toBeLessThan(5);
  });

  it("finds the no at the end of a long letter", () => {
    expect(meaning(`${"Das Wetter war schön. ".repeat(300)} Bitte keine Werbung mehr.`)).toBe(
      "stop",
    );
  });
});
