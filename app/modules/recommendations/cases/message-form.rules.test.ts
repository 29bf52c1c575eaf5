import { describe, expect, it } from "vitest";
import type { TemplateRow } from "#app/modules/templates/template.types.ts";
import { messageForm, withoutFillers } from "./message-form.rules.ts";

const row = (purpose: string, change: Partial<TemplateRow> = {}): TemplateRow => ({
  id: `${purpose}-${change.language ?? "de"}`,
  purpose,
  name: purpose,
  language: "de",
  base: "app",
  version: 1,
  status: "APPROVED",
  category: "MARKETING",
  metaCategory: null,
  quality: "GREEN",
  components: [],
  ...change,
});

const carousel = (cards: number, change: Partial<TemplateRow> = {}) =>
  row(`recommendation_carousel_${cards}`, change);
const all = [2, 3, 4, 5].map((cards) => carousel(cards));
const single = [row("recommendation"), row("recommendation_plain")];
const products = (...pictures: boolean[]) =>
  pictures.map((hasPicture, n) => ({ productId: String(n + 1), hasPicture }));

function formOf(rows: TemplateRow[], shown: ReturnType<typeof products>, languages = ["de", "en"]) {
  const { choice, products: own } = messageForm(rows, { products: shown, languages, base: "app" });
  return [choice.template?.id ?? choice.state, own.map(({ productId }) => productId).join(" ")];
}

describe("messageForm", () => {
  it.each<[string, TemplateRow[], boolean[], string[]]>([
    ["one product: the single template", [...all, ...single], [true], ["recommendation-de", "1"]],
    [
      "one without a picture: the words alone",
      [...all, ...single],
      [false],
      ["recommendation_plain-de", "1"],
    ],
    [
      "three: a carousel of three",
      [...all, ...single],
      [true, true, true],
      ["recommendation_carousel_3-de", "1 2 3"],
    ],
    [
      "three, one without a picture: a carousel of the other two",
      [...all, ...single],
      [true, false, true],
      ["recommendation_carousel_2-de", "1 3"],
    ],
    [
      "three, but only two cards are approved: the likeliest two",
      [carousel(2), carousel(3, { status: "PENDING" }), ...single],
      [true, true, true],
      ["recommendation_carousel_2-de", "1 2"],
    ],
    [
      "three without carousels: the likeliest",
      single,
      [true, true, true],
      ["recommendation-de", "1"],
    ],
    [
      "a paused carousel is waited for, not gone around",
      [carousel(2, { status: "PAUSED" }), ...single],
      [true, true],
      ["recommendation_carousel_2-de", "1 2"],
    ],
    [
      "the person's language goes before the number of products",
      [carousel(3, { language: "en" }), carousel(2), ...single],
      [true, true, true],
      ["recommendation_carousel_2-de", "1 2"],
    ],
    [
      "another language rather than none",
      [carousel(2, { language: "en" })],
      [true, true],
      ["recommendation_carousel_2-en", "1 2"],
    ],
    ["nothing approved: missing", [], [true, true], ["missing", "1"]],
    [
      "nothing approved yet: which one is waited for",
      [row("recommendation", { status: "PENDING" })],
      [true],
      ["recommendation-de", "1"],
    ],
    ["no products", [...all, ...single], [], ["missing", ""]],
  ])("%s", (_what, rows, pictures, expected) => {
    expect(formOf(rows, products(...pictures))).toEqual(expected);
  });

  it("shows five at most", () => {
    const shown = products(true, true, true, true, true, true);
    expect(formOf([...all, ...single], shown)).toEqual([
      "recommendation_carousel_5-de",
      "1 2 3 4 5",
    ]);
  });
});

describe("withoutFillers", () => {
  it.each([
    ["all that are about as likely", [0.2, 0.1, 0.03], [0.2, 0.1, 0.03]],
    ["none that is ten times less likely than the best", [0.5, 0.2, 0.004], [0.5, 0.2]],
    ["the best alone", [0.5, 0.04], [0.5]],
    ["nothing of nothing", [], []],
  ])("keeps %s", (_what, chances, kept) => {
    const products = chances.map((probability) => ({ probability }));
    expect(withoutFillers(products).map(({ probability }) => probability)).toEqual(kept);
  });
});
