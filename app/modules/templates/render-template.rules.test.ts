import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { couponFits, parameterText } from "./parameter-text.rules.ts";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import { renderTemplate } from "./render-template.rules.ts";
import type { TemplateDefinition, TemplatePurpose, TemplateValues } from "./template.types.ts";

const wish = {
  bases: { app: "https://app.example" },
  shopName: "Leinenwerk",
  sampleHandle: "4::x",
};
const all = readyMadeTemplates(wish);
const card = {
  title: "Leinenhemd",
  price: "49,00 €",
  pictureUrl: "https://cdn.example/shirt.jpg",
  linkCode: "card",
};
const values: TemplateValues = {
  firstName: "Mara",
  shopName: "Leinenwerk",
  itemSummary: "Leinenhemd und 1 weiterer Artikel",
  pictureUrl: "https://cdn.example/shirt.jpg",
  linkCode: "9f3kQ2",
};

function rendered(
  purpose: TemplatePurpose,
  more: Partial<TemplateValues> = {},
  of: Partial<TemplateDefinition> = {},
) {
  const wanted = { purpose, language: "de", hasPicture: true, ...of };
  const template = all.find(
    (one) =>
      one.purpose === wanted.purpose &&
      one.language === wanted.language &&
      one.hasPicture === wanted.hasPicture,
  );
  if (!template) throw new Error(`no template ${purpose}`);
  return renderTemplate({ name: "n", ...template }, { ...values, ...more });
}

describe("rendering", () => {
  it("fills picture, named parameters, link and the way out", () => {
    expect(rendered("cart_reminder_1")).toEqual({
      name: "n",
      language: { code: "de" },
      components: [
        {
          type: "header",
          parameters: [{ type: "image", image: { link: "https://cdn.example/shirt.jpg" } }],
        },
        {
          type: "body",
          parameters: [
            { type: "text", parameter_name: "first_name", text: "Mara" },
            { type: "text", parameter_name: "shop_name", text: "Leinenwerk" },
            {
              type: "text",
              parameter_name: "item_summary",
              text: "Leinenhemd und 1 weiterer Artikel",
            },
          ],
        },
        {
          type: "button",
          index: "0",
          sub_type: "url",
          parameters: [{ type: "text", text: "9f3kQ2" }],
        },
        {
          type: "button",
          index: "1",
          sub_type: "quick_reply",
          parameters: [{ type: "payload", payload: "opt_out" }],
        },
      ],
    });
  });

  it("fills every card of a carousel, each with its link and the way out", () => {
    const second = { ...card, title: "Leinen\nhose", linkCode: "two" };
    const { components } = rendered("recommendation_carousel_2", { cards: [card, second] });
    expect(components).toMatchObject([
      { type: "body", parameters: [{ text: "Mara" }, { text: "Leinenwerk" }] },
      {
        type: "carousel",
        cards: [
          { card_index: 0, components: [{ type: "header" }, { type: "body" }, {}, {}] },
          {
            card_index: 1,
            components: [
              { type: "header" },
              { parameters: [{ type: "text", text: "Leinen hose" }, { text: "49,00 €" }] },
              { sub_type: "url", parameters: [{ text: "two" }] },
              { sub_type: "quick_reply", parameters: [{ payload: "opt_out" }] },
            ],
          },
        ],
      },
    ]);
  });

  it("says yes with the first quick reply of an opt-in, and no with the second", () => {
    expect(rendered("double_opt_in", {}, { hasPicture: false })).toMatchObject({
      components: [
        { type: "body" },
        { index: "0", parameters: [{ payload: "opt_in" }] },
        { index: "1", parameters: [{ payload: "opt_out" }] },
      ],
    });
  });

  it("greets somebody whose name we do not know", () => {
    const nameless = { firstName: " ", pictureUrl: null };
    const of = { language: "en" as const, hasPicture: false };
    expect(JSON.stringify(rendered("cart_reminder_1", nameless, of))).toContain('"text":"there"');
  });

  const impossible: [string, TemplatePurpose, Partial<TemplateValues>, RegExp][] = [
    ["a picture that is not there", "cart_reminder_1", { pictureUrl: null }, /picture/],
    [
      "a product without a name",
      "recommendation",
      { productTitle: " \n", price: "1 €" },
      /product/,
    ],
    [
      "a carousel with a card too few",
      "recommendation_carousel_3",
      { cards: [card, card] },
      /cards/,
    ],
    ["an offer without words", "offer", { couponCode: "MARA10" }, /offer/],
    ["a coupon with a hyphen", "offer", { offer: "x", couponCode: "MARA-10" }, /coupon/],
    ["a coupon of 16 letters", "offer", { offer: "x", couponCode: "M".repeat(16) }, /coupon/],
    ["an offer without an end", "limited_time_offer", { offer: "x", couponCode: "A" }, /end/],
  ];
  it.each(impossible)("refuses %s", (_name, purpose, more, message) => {
    expect(() => rendered(purpose, more)).toThrow(message);
  });

  it("refuses an offer that is over", () => {
    const template = all.find((one) => one.purpose === "limited_time_offer" && !one.hasPicture);
    const over = { ...values, offer: "x", couponCode: "A", offerEndsAt: 1000 };
    const render = (now: Date) =>
      renderTemplate(
        { name: "n", language: "de", components: template?.components ?? [] },
        over,
        now,
      );
    expect(() => render(new Date(1000))).toThrow(/over/);
    expect(render(new Date(999))).toMatchObject({ name: "n" });
  });

  it("refuses a template that asks for what we do not have", () => {
    const components = [{ type: "BODY", text: "Your {{discount}} waits for you today" }];
    expect(() => renderTemplate({ name: "n", language: "en", components }, values)).toThrow(
      /discount/,
    );
  });

  it("leads the way out as a link to the preference page, and refuses to without its token", () => {
    const linked = readyMadeTemplates({ ...wish, wayOut: "link", purposes: ["cart_reminder_1"] });
    const template = { name: "n", language: "de", components: linked[0]?.components ?? [] };
    expect(renderTemplate(template, { ...values, preferenceToken: "tok" })).toMatchObject({
      components: [{}, {}, {}, { index: "1", sub_type: "url", parameters: [{ text: "tok" }] }],
    });
    expect(() => renderTemplate(template, values)).toThrow(/preference/);
  });
});

describe("a parameter", () => {
  it.each([
    ["line\nbreak", "line break"],
    ["tab\there", "tab here"],
    ["wide      space", "wide space"],
    ["  edges  ", "edges"],
    ["", "fallback"],
    [" \n ", "fallback"],
    [null, "fallback"],
    ["abcdefghijklmnop", "abcdefghi…"],
  ])("turns %j into %j", (raw, expected) => {
    expect(parameterText(raw, 10, "fallback")).toBe(expected);
  });

  it("is what Meta takes, whatever a product is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const text = parameterText(raw, 40, "x");
        expect(text).not.toMatch(/[\n\r\t]| {4,}/);
        expect(text).not.toBe("");
        expect(Array.from(text).length).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("is a coupon only with 1 to 15 letters and digits", () => {
    expect(["MARA10", "a", "", "MARA 10", "ÄRGER", "A".repeat(15)].map(couponFits)).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});
