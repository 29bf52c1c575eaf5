import { describe, expect, it } from "vitest";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import type {
  TemplateButton,
  TemplateCard,
  TemplateComponent,
  TemplateDefinition,
  TemplatePurpose,
} from "./template.types.ts";
import { wayOuts } from "./template.types.ts";
import { mayBeSubmitted, validateTemplate } from "./validate-template.rules.ts";
import { findingCodes } from "./validation/finding.types.ts";

const wish = {
  bases: { app: "https://app.example", proxy: "https://shop.example/apps/beckon" },
  shopName: "Leinenwerk",
  sampleHandle: "4::x",
};
const all = wayOuts.flatMap((wayOut) => readyMadeTemplates({ ...wish, wayOut }));

function german(purpose: TemplatePurpose): TemplateDefinition {
  const found = all.find((one) => one.purpose === purpose && one.language === "de");
  if (!found) throw new Error(`no template ${purpose}`);
  return found;
}

type Draft = Omit<TemplateDefinition, "language"> & { language: string };
type Change = (definition: TemplateDefinition) => Partial<Draft>;
const OTHER_LANGUAGE: Change = () => ({ language: "tr" });

/** Changes every component of a type. */
function change(
  type: string,
  by: (component: TemplateComponent) => Partial<TemplateComponent>,
): Change {
  return ({ components }) => ({
    components: components.map((one) => (one.type === type ? { ...one, ...by(one) } : one)),
  });
}
const add =
  (...more: TemplateComponent[]): Change =>
  ({ components }) => ({ components: [...components, ...more] });
const without =
  (type: string): Change =>
  ({ components }) => ({ components: components.filter((one) => one.type !== type) });
const say = (text: string) => change("BODY", () => ({ text }));
const foot = (text: string) => change("FOOTER", () => ({ text }));
const press = (...buttons: TemplateButton[]) => change("BUTTONS", () => ({ buttons }));
const head = (header: Partial<TemplateComponent>) => change("HEADER", () => header);
const deal = (by: (cards: TemplateCard[]) => TemplateCard[]) =>
  change("CAROUSEL", ({ cards = [] }) => ({ cards: by(cards) }));
const cardPart = (type: string, part: Partial<TemplateComponent>) =>
  deal((cards) =>
    cards.map(({ components }) => ({
      components: components.map((one) => (one.type === type ? { ...one, ...part } : one)),
    })),
  );
const url = (target: string, example?: string): TemplateButton => ({
  type: "URL",
  text: "Hin",
  url: target,
  ...(example === undefined ? {} : { example: [example] }),
});
const reply = (text = "Nein"): TemplateButton => ({ type: "QUICK_REPLY", text });
const SHOP = "Hallo, hier ist {{shop_name}} mit einer Nachricht";

const REMINDER = "cart_reminder_1";
const REEL = "recommendation_carousel_2";
const LIMITED = "limited_time_offer";
const cases: [string, TemplatePurpose, Change, string][] = [
  ["a language that we do not have", REMINDER, OTHER_LANGUAGE, "language_unknown"],
  ["a reminder filed as UTILITY", REMINDER, () => ({ category: "UTILITY" }), "category_wrong"],
  ["a component that Meta does not know", REMINDER, add({ type: "BANNER" }), "component_unknown"],
  ["two footers", REMINDER, add({ type: "FOOTER", text: "Fuß" }), "component_twice"],
  ["no body", REMINDER, without("BODY"), "body_missing"],
  ["an empty body", REMINDER, say(" "), "text_missing"],
  ["a body of 1,025 characters", REMINDER, say("a".repeat(1025)), "text_too_long"],
  ["a body that will be long", REMINDER, say(`${SHOP}. ${"Wort ".repeat(100)}`), "body_long"],
  ["six emoji", REMINDER, say(`${SHOP} 😀😀😀😀😀😀.`), "emoji_many"],
  ["an open brace", REMINDER, say(`${SHOP} für {{first_name} und dich.`), "braces_open"],
  ["a # in a variable", REMINDER, say(`${SHOP} für {{#first}} und dich.`), "variable_characters"],
  ["a name with capitals", REMINDER, say(`${SHOP} für {{First}} und dich.`), "variable_format"],
  ["a position among names", REEL, say("Hallo {{name}}, hier sind Vorschläge."), "variable_format"],
  [
    "positions that skip one",
    REEL,
    say("Hallo du, für {{2}} gibt es hier etwas."),
    "variable_order",
  ],
  [
    "variables side by side",
    REMINDER,
    say(`${SHOP} für {{first_name}} {{item_summary}} in deinem Warenkorb bei uns.`),
    "variables_adjacent",
  ],
  [
    "a variable at the start",
    REMINDER,
    say("{{shop_name}} hat hier etwas für dich."),
    "variable_at_edge",
  ],
  [
    "a variable at the end",
    REMINDER,
    say("Hier schreibt dir gerade {{shop_name}}"),
    "variable_at_edge",
  ],
  ["too few words", REMINDER, say("Von {{shop_name}} für {{first_name}} da."), "variables_many"],
  [
    "a variable without a sample",
    REMINDER,
    say(`${SHOP} und {{price}} für dich.`),
    "sample_missing",
  ],
  ["a header of an unknown kind", REMINDER, head({ format: "GIF" }), "header_format"],
  ["markdown in a header", REMINDER, head({ format: "TEXT", text: "*Neu*" }), "header_markdown"],
  [
    "two variables in a header",
    REMINDER,
    head({ format: "TEXT", text: "{{a}} an {{b}} da" }),
    "header_variables",
  ],
  ["a picture without a sample", REMINDER, head({ example: {} }), "header_sample"],
  ["a variable in the footer", REMINDER, foot("Dein {{shop_name}}"), "footer_variables"],
  ["a footer of 61 characters", REMINDER, foot("a".repeat(61)), "text_too_long"],
  ["an empty list of buttons", REMINDER, press(), "buttons_missing"],
  ["eleven buttons", REMINDER, press(...Array.from({ length: 11 }, () => reply())), "buttons_many"],
  [
    "a button that Meta does not know",
    REMINDER,
    press({ type: "LIKE", text: "a" }),
    "button_unknown",
  ],
  [
    "three links",
    REMINDER,
    press(url("https://a.example"), url("https://b.example"), url("https://c.example")),
    "buttons_of_type",
  ],
  [
    "quick replies apart",
    REMINDER,
    press(reply(), url("https://a.example"), reply()),
    "replies_apart",
  ],
  ["a button without a label", REMINDER, press(reply("")), "label_missing"],
  ["a label of 26 characters", REMINDER, press(reply("a".repeat(26))), "label_too_long"],
  ["a link without https", REMINDER, press(url("app.example/r"), reply()), "url_invalid"],
  [
    "a link of 2,001 characters",
    REMINDER,
    press(url(`https://a.example/${"a".repeat(2000)}`)),
    "url_too_long",
  ],
  [
    "a variable in the middle of a link",
    REMINDER,
    press(url("https://a.example/{{1}}/x", "x")),
    "url_variable",
  ],
  ["a link without a sample", REMINDER, press(url("https://a.example/{{1}}")), "url_sample"],
  ["a link shortener", REMINDER, press(url("https://bit.ly/x"), reply()), "url_shortener"],
  ["wa.me", REMINDER, press(url("https://wa.me/491511"), reply()), "url_shortener"],
  [
    "a phone number of 21 characters",
    REMINDER,
    press({ type: "PHONE_NUMBER", text: "Anruf", phone_number: "1".repeat(21) }),
    "phone_invalid",
  ],
  [
    "a coupon sample with a hyphen",
    "offer",
    press({ type: "COPY_CODE", example: "A-1" }),
    "coupon_sample",
  ],
  ["one card", REEL, deal((cards) => cards.slice(0, 1)), "cards_count"],
  [
    "eleven cards",
    REEL,
    deal(([first]) => (first ? Array.from({ length: 11 }, () => first) : [])),
    "cards_count",
  ],
  [
    "cards that differ",
    REEL,
    deal(([first, second]) => [
      { components: first?.components.filter(({ type }) => type !== "BUTTONS") ?? [] },
      ...(second ? [second] : []),
    ]),
    "cards_differ",
  ],
  [
    "a card without a picture",
    REEL,
    cardPart("HEADER", { format: "TEXT", text: "Kopf" }),
    "card_header",
  ],
  ["a footer in a card", REEL, cardPart("BUTTONS", { type: "FOOTER", text: "Fuß" }), "card_part"],
  [
    "a card's body of 161 characters",
    REEL,
    cardPart("BODY", { text: "a".repeat(161) }),
    "text_too_long",
  ],
  [
    "three buttons in a card",
    REEL,
    cardPart("BUTTONS", { buttons: [reply(), reply(), reply()] }),
    "buttons_many",
  ],
  ["a footer beside a carousel", REEL, add({ type: "FOOTER", text: "Fuß" }), "carousel_beside"],
  [
    "a footer of a limited-time offer",
    LIMITED,
    add({ type: "FOOTER", text: "Fuß" }),
    "offer_footer",
  ],
  ["a document above a limited-time offer", LIMITED, head({ format: "DOCUMENT" }), "offer_header"],
  [
    "a quick reply in a limited-time offer",
    LIMITED,
    press(url("https://a.example"), reply()),
    "offer_buttons",
  ],
  ["a limited-time offer's body of 601 characters", LIMITED, say("a".repeat(601)), "text_too_long"],
  [
    "a limited-time heading of 17 characters",
    LIMITED,
    change("LIMITED_TIME_OFFER", () => ({
      limited_time_offer: { text: "a".repeat(17), has_expiration: true },
    })),
    "text_too_long",
  ],
  ["a body that names no shop", REMINDER, say("Dein Warenkorb wartet auf dich."), "shop_not_named"],
  ["marketing without a way out", REMINDER, press(url("https://a.example")), "way_out_missing"],
  [
    "a card without a way out",
    REEL,
    cardPart("BUTTONS", { buttons: [url("https://a.example")] }),
    "way_out_missing",
  ],
  [
    "a limited-time offer that says nothing of STOP",
    LIMITED,
    say(`${SHOP} für kurze Zeit.`),
    "way_out_missing",
  ],
  [
    "a question for a credit card",
    REMINDER,
    say(`${SHOP}: Wie lautet deine Kreditkartennummer?`),
    "asks_secrets",
  ],
  [
    "goods that may not be sold",
    REMINDER,
    say(`${SHOP}: Zigaretten sind wieder da.`),
    "restricted_goods",
  ],
  [
    "English in a German template",
    REMINDER,
    say("Hi, the cart at {{shop_name}} is still there for you and your friends."),
    "language_mismatch",
  ],
];

const codesOf = (definition: Draft) => validateTemplate(definition).map(({ code }) => code);

describe("the validator", () => {
  it.each(cases)("tells of %s", (_name, purpose, by, code) => {
    const definition = german(purpose);
    expect(codesOf({ ...definition, ...by(definition) })).toContain(code);
  });

  it("tells that another template says the same", () => {
    const definition = german(REMINDER);
    const text = (type: string) =>
      definition.components.find((one) => one.type === type)?.text ?? "";
    const others = [{ body: text("BODY"), footer: text("FOOTER") }];
    expect(validateTemplate(definition, { others }).map(({ code }) => code)).toEqual([
      "repeats_another",
    ]);
    const apart = [{ body: text("BODY"), footer: "Ein anderer Fuß" }];
    expect(validateTemplate(definition, { others: apart })).toEqual([]);
  });

  it("has a case for every code", () => {
    const covered = new Set([...cases.map(([, , , code]) => code), "repeats_another"]);
    expect(findingCodes.filter((code) => !covered.has(code))).toEqual([]);
  });

  it("says in which card something is, and what the limit is", () => {
    const definition = german(REEL);
    const changed = { ...definition, ...cardPart("BODY", { text: "a".repeat(161) })(definition) };
    const [first] = validateTemplate(changed);
    expect(first).toMatchObject({ part: "body", card: 1, values: { max: 160 }, severity: "error" });
  });

  it("lets a warning pass and keeps an error back", () => {
    const definition = german(REMINDER);
    const warned = { ...definition, ...say(`${SHOP}: Zigaretten sind wieder da.`)(definition) };
    expect(mayBeSubmitted(validateTemplate(warned))).toBe(true);
    const wrong = { ...definition, ...say("Dein Warenkorb wartet auf dich.")(definition) };
    expect(mayBeSubmitted(validateTemplate(wrong))).toBe(false);
  });

  it("finds nothing in any ready-made template", () => {
    const findings = all.flatMap((one) =>
      validateTemplate(one).map(({ code }) => `${one.purpose} ${one.language} ${code}`),
    );
    expect(findings).toEqual([]);
  });
});
