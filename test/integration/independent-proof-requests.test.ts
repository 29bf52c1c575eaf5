import { buildTemplatePayload } from "@kapso/whatsapp-cloud-api";
import { WhatsAppAPI } from "whatsapp-api-js";
import { Image, Template } from "whatsapp-api-js/messages";
import {
  BodyComponent,
  BodyParameter,
  CarouselCard,
  CarouselComponent,
  CopyComponent,
  HeaderComponent,
  HeaderParameter,
  LTOComponent,
  PayloadComponent,
  URLComponent,
} from "whatsapp-api-js/messages/template";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { renderTemplate } from "#app/modules/templates/index.ts";
import { readyMadeTemplates, templateName } from "#app/modules/templates/ready-made.rules.ts";
import { templatePurposes, type TemplateValues } from "#app/modules/templates/template.types.ts";

// What we send, against builders that others wrote from Meta's documentation (contract 9.1).

const PICTURE = "https://cdn.shopify.com/s/files/1/shirt.jpg?format=jpg";
const ENDS_AT = Date.now() + 86_400_000;
const CARDS = ["Leinenhemd", "Kissen", "Decke", "Schürze", "Tischtuch"].map((title, index) => ({
  title,
  price: `${index + 1}9,00 €`,
  pictureUrl: `${PICTURE}&n=${index}`,
  linkCode: `card${index}kQ2aB7x`,
}));
const VALUES: TemplateValues = {
  firstName: "Mara",
  shopName: "Leinenwerk",
  itemSummary: "Leinenhemd und 1 weiterer Artikel",
  pictureUrl: PICTURE,
  linkCode: "9f3kQ2aB7xYz",
  productTitle: "Leinenhemd",
  price: "49,00 €",
  offer: "15 % auf alles aus Leinen",
  couponCode: "MARA10",
  offerEndsAt: ENDS_AT,
};

const WISH = {
  bases: { app: "https://app.example", proxy: "https://shop.example/apps/beckon" },
  shopName: "Leinenwerk",
  sampleHandle: "4::sample",
  languages: ["de", "pt_BR"] as const,
};

/** By name, in the order in which the template's text asks for them. */
function named(names: string[]): BodyComponent {
  const values: Record<string, string | undefined> = {
    first_name: "Mara",
    shop_name: "Leinenwerk",
    item_summary: VALUES.itemSummary,
    product_title: VALUES.productTitle,
    price: VALUES.price,
    offer: VALUES.offer,
  };
  const [first, ...rest] = names.map((name) => new BodyParameter(values[name] ?? "", name));
  if (!first) throw new Error("a body without parameters");
  return new BodyComponent(first, ...rest);
}

const positional = (first: string, ...rest: string[]) =>
  new BodyComponent(new BodyParameter(first), ...rest.map((text) => new BodyParameter(text)));
const picture = () => new HeaderComponent(new HeaderParameter(new Image(PICTURE)));
const link = () => new URLComponent("9f3kQ2aB7xYz");
const out = () => new PayloadComponent("opt_out");
const coupon = () => new CopyComponent("MARA10");

function theirCarousel(count: number): CarouselComponent {
  const [first, ...rest] = CARDS.slice(0, count).map(
    ({ title, price, pictureUrl, linkCode }) =>
      new CarouselCard(
        new Image(pictureUrl),
        positional(title, price),
        new URLComponent(linkCode),
        new PayloadComponent("opt_out"),
      ),
  );
  if (!first) throw new Error("no cards");
  return new CarouselComponent(first, ...rest);
}

type Components =
  ConstructorParameters<typeof Template> extends [unknown, unknown, ...infer Rest] ? Rest : never;

/** The same message as their library writes it, by purpose. `names` is what the body's text asks for. */
function theirs(purpose: (typeof templatePurposes)[number], hasPicture: boolean, names: string[]) {
  const head = hasPicture ? [picture()] : [];
  switch (purpose) {
    case "cart_reminder_1":
    case "cart_reminder_2":
    case "recommendation":
      return [...head, named(names), link(), out()];
    case "offer":
      return [...head, named(names), coupon(), link(), out()];
    case "limited_time_offer":
      return [...head, new LTOComponent(ENDS_AT), named(names), coupon(), link()];
    case "double_opt_in":
    case "consent_renewal":
      return [named(names), new PayloadComponent("opt_in"), new PayloadComponent("opt_out")];
    case "opt_out_confirmation":
      return [named(names)];
    default:
      return [positional("Mara", "Leinenwerk"), theirCarousel(Number(purpose.slice(-1)))];
  }
}

/**
 * Their library takes an unnamed picture beside named texts for a mistake, where Meta's own examples
 * have just that (contract 1.4): the header is built apart.
 */
function theirTemplate(name: string, language: string, list: Components): Template {
  const isHeader = (one: Components[number]) => one instanceof HeaderComponent;
  const template = new Template(name, language, ...list.filter((one) => !isHeader(one)));
  const head = new Template(name, language, ...list.filter(isHeader)).components ?? [];
  template.components?.unshift(...head);
  return template;
}

const objectSchema = z.record(z.string(), z.unknown());

/** Two spellings that Meta's own examples both use: an index as text or number; a language's only policy. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  const parsed = objectSchema.safeParse(value);
  if (!parsed.success) return value;
  const { policy: _, ...rest } = parsed.data;
  return Object.fromEntries(
    Object.entries(rest).map(([key, one]) => [
      key,
      key === "index" || key === "card_index" ? Number(one) : plain(one),
    ]),
  );
}

const asSent = (value: unknown): unknown => plain(JSON.parse(JSON.stringify(value)));

const definitions = readyMadeTemplates(WISH);

describe("every ready-made template is sent as others would send it", () => {
  const cases = definitions.map(
    (one) =>
      [
        `${one.purpose} ${one.hasPicture ? "with" : "without"} picture, ${one.language}, ${one.base}`,
        one,
      ] as const,
  );

  test("in each of its kinds", () => {
    expect(new Set(definitions.map(({ purpose }) => purpose))).toEqual(new Set(templatePurposes));
  });

  test.each(cases)("%s", (_name, definition) => {
    const { purpose, language, base, hasPicture, components } = definition;
    const name = templateName(purpose, base, 1);
    const cards = CARDS.slice(0, Number(/carousel_(\d)/.exec(purpose)?.[1] ?? 0));
    const values = { ...VALUES, cards };
    const ours = renderTemplate({ name, language, components }, values);
    const text = components.find(({ type }) => type === "BODY")?.text ?? "";
    const names = [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ""))];
    const list: Components = theirs(purpose, hasPicture, names);
    expect(asSent(ours)).toEqual(asSent(theirTemplate(name, language, list)));
  });

  const known = cases.filter(([, { purpose }]) => purpose !== "limited_time_offer"); // they know none
  test.each(known)("%s: taken by a validator of others", (_name, definition) => {
    const { purpose, language, components } = definition;
    const cards = CARDS.slice(0, Number(/carousel_(\d)/.exec(purpose)?.[1] ?? 0));
    const ours = z
      .object({ name: z.string(), components: z.array(z.looseObject({ type: z.string() })) })
      .parse(renderTemplate({ name: "n", language, components }, { ...VALUES, cards }));
    const taken = buildTemplatePayload({ ...ours, language });
    expect(taken.components?.map(({ type }) => type)).toEqual(
      ours.components.map(({ type }) => type),
    );
  });
});

/** What their client would put on the wire. */
async function theirRequest(send: (api: WhatsAppAPI) => Promise<unknown>): Promise<unknown> {
  let body = "";
  const api = new WhatsAppAPI({
    token: "token",
    v: "v26.0",
    secure: false,
    ponyfill: {
      fetch: (_url, init) => {
        body = typeof init?.body === "string" ? init.body : "";
        return Promise.resolve(Response.json({ messages: [{ id: "wamid.X" }] }));
      },
    },
  });
  await send(api);
  return asSent(JSON.parse(body));
}

describe("a whole request", () => {
  const [definition] = definitions;

  test("of a template is the envelope that others send", async () => {
    if (!definition) throw new Error("no template");
    const { components } = definition;
    const template = renderTemplate({ name: "n", language: "de", components }, VALUES);
    const ours = {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+4915112345678",
      type: "template",
      template,
      biz_opaque_callback_data: "attempt-1",
    };
    const list = theirs("cart_reminder_1", true, ["first_name", "shop_name", "item_summary"]);
    const message = theirTemplate("n", "de", list);
    const request = await theirRequest((api) =>
      // oxlint-disable-next-line typescript/no-deprecated -- the newer form wants a user id, which we may not know
      api.sendMessage("106", "+4915112345678", message, undefined, "attempt-1"),
    );
    expect(request).toEqual(asSent(ours));
  });
});
