import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { keyOf } from "#app/modules/templates/lifecycle.rules.ts";
import { readyMadeTemplates, templateName } from "#app/modules/templates/ready-made.rules.ts";
import { renderTemplate } from "#app/modules/templates/render-template.rules.ts";
import {
  type TemplateButton,
  type TemplateComponent,
  type TemplateDefinition,
  type TemplateValues,
  wayOuts,
} from "#app/modules/templates/template.types.ts";
import {
  mayBeSubmitted,
  validateTemplate,
} from "#app/modules/templates/validate-template.rules.ts";
import { startWhatsAppStandIn, type WhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { GraphRefusal } from "#test/sandbox/whatsapp/graph/refusal.ts";
import { readTemplate } from "#test/sandbox/whatsapp/templates/create-template.ts";

/** Our rules and the stand-in's were written apart from each other: here they must agree. */

const WABA_ID = "102900000000009";
const PHONE_ID = "106500000000009";
const TOKEN = "EAAtest";
const wish = {
  bases: { app: "https://app.example", proxy: "https://shop.example/apps/beckon" },
  shopName: "Leinenwerk",
  sampleHandle: "4::x",
};
const sets = wayOuts.map((wayOut) => ({ wayOut, all: readyMadeTemplates({ ...wish, wayOut }) }));
const all = sets.flatMap((set) => set.all);

function asCreated(definition: TemplateDefinition, name: string) {
  const { language, category, parameterFormat, components } = definition;
  return { name, language, category, parameter_format: parameterFormat, components };
}

/** What the stand-in refuses a template with; null when it takes it. */
function refusalOf(definition: TemplateDefinition): GraphRefusal | null {
  try {
    const body = z.record(z.string(), z.unknown()).parse(asCreated(definition, "t"));
    readTemplate({ wabaId: WABA_ID }, body);
    return null;
  } catch (error) {
    if (error instanceof GraphRefusal) return error;
    throw error;
  }
}

describe("the ready-made set at WhatsApp", () => {
  it("is taken, every template of it", () => {
    const refused = all.flatMap((one) => {
      const refusal = refusalOf(one);
      return refusal ? [`${one.purpose} ${one.language}: ${refusal.details}`] : [];
    });
    expect(refused).toEqual([]);
  });
});

const FRAGMENTS = [
  "",
  " ",
  "{{1}}",
  "{{2}}",
  "{{first_name}}",
  "{{#a}}",
  "{{Name}}",
  "{{",
  "}}",
  "{{1}}{{2}}",
  "\n",
  "*fett*",
  "a".repeat(1025),
  "b".repeat(161),
  "c".repeat(61),
  "d".repeat(26),
  "😀".repeat(17),
  "https://bit.ly/x",
  "ftp://a.example",
  "https://a.example/{{1}}/x",
  "{{1}} {{2}} {{3}}",
];

const place = fc.nat(200);
const fragment = fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 30 }));
const splice = (text: string, at: number, what: string) =>
  `${text.slice(0, at % (text.length + 1))}${what}${text.slice(at % (text.length + 1))}`;

type Mutation = (components: TemplateComponent[]) => TemplateComponent[];

/** The component at a position, in a card every now and then. */
function at(position: number, by: (one: TemplateComponent) => TemplateComponent): Mutation {
  return (components) =>
    components.map((one, index) => {
      if (index !== position % components.length) return one;
      const cards = one.cards?.map((card, number) =>
        number === position % (one.cards?.length ?? 1)
          ? { components: at(Math.floor(position / 7), by)(card.components) }
          : card,
      );
      return cards ? { ...one, cards } : by(one);
    });
}

const onButton =
  (which: number, by: (one: TemplateButton) => TemplateButton) =>
  (one: TemplateComponent): TemplateComponent => ({
    ...one,
    ...(one.buttons
      ? {
          buttons: one.buttons.map((b, i) =>
            i === which % (one.buttons?.length ?? 1) ? by(b) : b,
          ),
        }
      : {}),
  });

const BUTTONS: TemplateButton[] = [
  { type: "QUICK_REPLY", text: "Nein" },
  { type: "URL", text: "Hin", url: "https://a.example/" },
  { type: "URL", text: "Hin", url: "https://a.example/{{1}}" },
  { type: "COPY_CODE", example: "MARA-10" },
  { type: "PHONE_NUMBER", text: "Anruf", phone_number: "+49301234567890123456789" },
];

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, place, fragment).map(([which, where, what]) =>
    at(which, (one) => ({
      ...one,
      ...(one.text === undefined ? {} : { text: splice(one.text, where, what) }),
    })),
  ),
  fc
    .tuple(place, fragment)
    .map(([which, text]) => at(which, (one) => (one.text === undefined ? one : { ...one, text }))),
  place.map((which) => at(which, (one) => ({ ...one, example: {} }))),
  fc
    .tuple(place, fc.constantFrom("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION", "GIF"))
    .map(([which, format]) => at(which, (one) => ({ ...one, format }))),
  fc.tuple(place, place, fragment).map(([which, button, text]) =>
    at(
      which,
      onButton(button, (one) => ({ ...one, text })),
    ),
  ),
  fc.tuple(place, place, fragment).map(([which, button, url]) =>
    at(
      which,
      onButton(button, (one) => ({ ...one, url })),
    ),
  ),
  fc
    .tuple(place, fc.constantFrom(...BUTTONS))
    .map(([which, more]) =>
      at(which, (one) => (one.buttons ? { ...one, buttons: [...one.buttons, more] } : one)),
    ),
  place.map((which) =>
    at(which, (one) => (one.buttons ? { ...one, buttons: one.buttons.toReversed() } : one)),
  ),
  place.map((which) =>
    at(which, (one) => (one.buttons ? { ...one, buttons: one.buttons.slice(1) } : one)),
  ),
  place.map(
    (which): Mutation =>
      (components) =>
        components.filter((_, index) => index !== which % components.length),
  ),
  fc.constant<Mutation>((components) => [...components, { type: "FOOTER", text: "Fuß" }]),
  fc.constant<Mutation>((components) =>
    components.map((one) => (one.cards ? { ...one, cards: one.cards.slice(1) } : one)),
  ),
  fragment.map(
    (text): Mutation =>
      (components) =>
        components.map((one) =>
          one.limited_time_offer
            ? { ...one, limited_time_offer: { text, has_expiration: true } }
            : one,
        ),
  ),
);

const mutated = fc
  .tuple(fc.constantFrom(...all), fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([definition, mutations, turns]): TemplateDefinition => ({
    ...definition,
    components: mutations.reduce((components, one) => one(components), definition.components),
    ...(turns && definition.purpose === "offer" ? { parameterFormat: "POSITIONAL" as const } : {}),
  }));

describe("our validator and WhatsApp", () => {
  it("agree: what passes here is taken there, and what is refused there was found here", () => {
    const seen = { passed: 0, found: 0 };
    fc.assert(
      fc.property(mutated, (definition) => {
        const passes = mayBeSubmitted(validateTemplate(definition));
        const refusal = refusalOf(definition);
        seen[passes ? "passed" : "found"] += 1;
        if (passes) expect(refusal?.details).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
    // Mutations that never pass, or never fail, would prove nothing.
    expect(Math.min(seen.passed, seen.found)).toBeGreaterThan(300);
  });
});

const card = (index: number) => ({
  title: `Leinen\nhemd ${index}`,
  price: "49,00 €",
  pictureUrl: "https://cdn.example/shirt.jpg",
  linkCode: `card${index}`,
});
const values: TemplateValues = {
  firstName: "Mara\tK.",
  shopName: "Leinenwerk",
  itemSummary: "Leinenhemd      und 1 weiterer Artikel",
  pictureUrl: "https://cdn.example/shirt.jpg",
  linkCode: "9f3kQ2aB7xYz",
  preferenceToken: "tok",
  productTitle: "Leinenhemd\n„Sommer“",
  price: "49,00 €",
  offer: "unsere neue Kollektion",
  couponCode: "MARA10",
  offerEndsAt: Date.now() + 86_400_000,
};

const answerSchema = z.object({ error: z.object({ code: z.number() }).optional() });

describe("rendered messages", () => {
  let standIn: WhatsAppStandIn;
  const post = async (url: string, body: unknown) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(body),
    });
    return answerSchema.parse(await answer.json()).error?.code ?? answer.status;
  };
  const nameOf = (one: TemplateDefinition, wayOut: string) =>
    `${wayOut}_${templateName(keyOf(one).purpose, one.base, 1)}`;
  const send = (template: Record<string, unknown>) =>
    post(`${standIn.graphUrl}/v26.0/${PHONE_ID}/messages`, {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+4915112345678",
      type: "template",
      template,
    });

  beforeAll(async () => {
    standIn = await startWhatsAppStandIn({
      appSecret: "s",
      verifyToken: "v",
      webhookUrl: "http://127.0.0.1:9/hook",
    });
    const numbers = [{ id: PHONE_ID, displayPhoneNumber: "+49 30 1", verifiedName: "Leinenwerk" }];
    const seeded = { wabaId: WABA_ID, portfolioId: "p", name: "L", token: TOKEN, numbers };
    const templates = sets.flatMap((set) =>
      set.all.map((one) => ({
        wabaId: WABA_ID,
        definition: asCreated(one, nameOf(one, set.wayOut)),
      })),
    );
    await post(`${standIn.url}/_control/statuses`, { auto: false });
    expect(await post(`${standIn.url}/_control/seed`, { accounts: [seeded], templates })).toBe(200);
  });
  afterAll(() => standIn.close());

  const cardsOf = (one: TemplateDefinition, count: number) => {
    const cards = one.components.find(({ type }) => type === "CAROUSEL")?.cards ?? [];
    return cards.slice(0, count).map((_, index) => card(index));
  };
  const render = (one: TemplateDefinition, wayOut: string, more: Partial<TemplateValues> = {}) =>
    renderTemplate(
      { name: nameOf(one, wayOut), ...one },
      { ...values, cards: cardsOf(one, 5), ...more },
    );

  it("are accepted for every purpose, language, form, base, card count and way out", async () => {
    const refused: string[] = [];
    for (const set of sets) {
      for (const one of set.all) {
        const code = await send(render(one, set.wayOut));
        if (code !== 200) refused.push(`${nameOf(one, set.wayOut)} ${one.language}: ${code}`);
      }
    }
    expect(refused).toEqual([]);
  });

  const of = (purpose: string) => {
    const [set] = sets;
    const one = set?.all.find((other) => other.purpose === purpose && other.language === "de");
    if (!one) throw new Error(`no template ${purpose}`);
    return one;
  };
  const componentsOf = (template: Record<string, unknown>) =>
    z.array(z.record(z.string(), z.unknown())).parse(template["components"]);
  const without = (key: string, value: string) => (template: Record<string, unknown>) => ({
    ...template,
    components: componentsOf(template).filter((one) => one[key] !== value),
  });
  const replaced = (what: RegExp | string, by: string) => (template: Record<string, unknown>) => {
    const json: unknown = JSON.parse(JSON.stringify(template).replace(what, by));
    return json;
  };
  const fewerCards = (template: Record<string, unknown>) => ({
    ...template,
    components: componentsOf(template).map((one) =>
      Array.isArray(one["cards"]) ? { ...one, cards: one["cards"].slice(1) } : one,
    ),
  });
  const over = replaced(/"expiration_time_ms":\d+/, '"expiration_time_ms":1000');
  type Break = (template: Record<string, unknown>) => unknown;
  const broken: [string, string, Break, number][] = [
    ["a carousel with a card too few", "recommendation_carousel_3", fewerCards, 132018],
    ["an offer without its coupon", "offer", without("sub_type", "copy_code"), 131008],
    ["an offer that is over", "limited_time_offer", over, 131009],
    [
      "a limited-time offer without its end",
      "limited_time_offer",
      without("type", "limited_time_offer"),
      131008,
    ],
    ["a picture left out", "recommendation", without("type", "header"), 132012],
    ["a confirmation without the shop's name", "double_opt_in", without("type", "body"), 132000],
    ["a parameter with a line break", "cart_reminder_1", replaced("Mara K.", "Mara\\nK."), 132012],
    ["an empty parameter", "cart_reminder_1", replaced("Mara K.", ""), 131008],
  ];
  it.each(broken)("are refused with %s", async (_name, purpose, by, code) => {
    const template = by(render(of(purpose), "reply"));
    expect(await send(z.record(z.string(), z.unknown()).parse(template))).toBe(code);
  });
});
