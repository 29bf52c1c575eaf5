import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksOf, looksTheSame } from "./near-identical.rules.ts";
import { cosineOf, cosinesWith, piecesOf, titleVectors, wordsOf } from "./title-likeness.rules.ts";

const TITLES = [
  "Kaffeetasse Steingut",
  "Tassen, 4er-Set",
  "Leselampe Messing",
  "Crème brûlée-Form",
  "creme brulee form",
  "花瓶 大",
  "花瓶 小",
  "",
];
const vectors = titleVectors(TITLES);
const like = (a: number, b: number) => cosineOf(vectors, a, b);

describe("a title", () => {
  test("is read without case, accents and punctuation", () => {
    expect(wordsOf("Crème BRÛLÉE-Form, groß!")).toEqual(["creme", "brulee", "form", "gross"]);
    expect(like(3, 4)).toBeCloseTo(1);
  });

  test("resembles one that shares a part of a word, in any script", () => {
    expect(like(0, 1)).toBeGreaterThan(0);
    expect(like(0, 2)).toBeLessThan(like(0, 1));
    expect(like(5, 6)).toBeGreaterThan(0.3);
  });

  test("has pieces however short it is, and none when empty", () => {
    expect(piecesOf("a")).toEqual(["^a$"]);
    expect(piecesOf("tee")).toEqual(["^te", "tee", "ee$"]);
    expect(piecesOf("– !")).toEqual([]);
    expect(like(7, 0)).toBe(0);
  });

  test("resembles others as they resemble it, between 0 and 1, whether asked in pairs or at once", () => {
    const title = fc.oneof(fc.constantFrom(...TITLES), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.array(title, { minLength: 2, maxLength: 8 }), (titles) => {
        const some = titleVectors(titles);
        const all = cosinesWith(some, 0);
        for (let other = 0; other < titles.length; other++) {
          const one = cosineOf(some, 0, other);
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(1);
          expect(one).toBeCloseTo(cosineOf(some, other, 0), 6);
          expect(all[other]).toBeCloseTo(one, 5);
        }
        expect(cosineOf(some, 0, 0)).toBeCloseTo(piecesOf(titles[0] ?? "").length > 0 ? 1 : 0, 5);
      }),
    );
  });
});

describe("two products", () => {
  test.each([
    ["Coffee Crema 250 g", "Coffee Crema 1 kg"],
    ["Kaffeefilter 100 Stk", "Kaffeefilter 200 Stk"],
    ["Linen shirt – red", "Linen shirt – blue"],
    ["Linen shirt (M)", "Linen shirt (XL)"],
    ["Linen shirt, dark blue", "linen SHIRT"],
    ["Kissenbezug Leinen / Sand", "Kissenbezug Leinen / Salbei"],
  ])("are one thing in two sizes or colours: %s, %s", (a, b) => {
    expect(looksTheSame(looksOf(a), looksOf(b))).toBe(true);
  });

  test.each([
    ["Linen – cushion", "Linen – tablecloth"],
    ["Linen set – two cushion covers, washed", "Linen set – one long tablecloth"],
    ["Reading lamp", "Floor lamp"],
    ["Kaffee", "Kaffeetasse"],
    ["12", "24"],
    ["", ""],
  ])("are two things: %s, %s", (a, b) => {
    expect(looksTheSame(looksOf(a), looksOf(b))).toBe(false);
  });

  test("are two things where only their maker is the same", () => {
    const looks = (title: string) => looksOf(title, "Le Creuset");
    expect(looksTheSame(looks("Le Creuset – pan"), looks("Le Creuset – kettle"))).toBe(false);
    expect(looksTheSame(looks("Le Creuset – pan 24 cm"), looks("Le Creuset – pan 28 cm"))).toBe(
      true,
    );
  });
});
