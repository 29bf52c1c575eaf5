import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "./json.ts";
import { errorOf, seedBody, startKit } from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import * as t from "./test-templates.ts";

let kit: Kit;

const ALL = [
  t.REMINDER,
  t.POSITIONAL,
  t.STATIC,
  t.COUPON,
  t.OFFER,
  t.CAROUSEL,
  t.PRODUCTS,
  t.PRODUCT_LIST,
  t.PLACE,
  t.PDF,
];
const tomorrow = Date.now() + 24 * 60 * 60 * 1000;

beforeAll(async () => {
  kit = await startKit();
  await kit.control("seed", seedBody(ALL.map((definition) => ({ definition }))));
  for (const status of ["PAUSED", "DISABLED", "PENDING", "REJECTED"]) {
    const definition = { ...t.STATIC, name: status.toLowerCase() };
    await kit.control("seed", seedBody([{ definition, status }]));
  }
});
afterAll(async () => kit.close());

async function codeOf(body: JsonObject): Promise<unknown> {
  const answer = await kit.send(body);
  return answer.status === 200 ? "accepted" : errorOf(answer)["code"];
}

const greeting = (...components: unknown[]) => t.sendOf(t.POSITIONAL, components);
const header = (...values: string[]) => ({
  type: "header",
  parameters: values.map((v) => t.text(v)),
});
const hello = header("Mara");
const remind = (...components: unknown[]) => t.sendOf(t.REMINDER, components);
const image = (value: unknown) => ({
  type: "header",
  parameters: [{ type: "image", image: value }],
});
const coupon = (code: unknown, more: JsonObject = {}) =>
  t.sendOf(t.COUPON, [
    {
      type: "button",
      sub_type: "copy_code",
      index: "0",
      parameters: [{ type: "coupon_code", coupon_code: code }],
      ...more,
    },
  ]);
const offer = (...parameters: unknown[]) =>
  t.sendOf(t.OFFER, [
    t.imageHeader(),
    t.positionalBody("Mara"),
    t.linkButton(),
    ...(parameters.length > 0 ? [{ type: "limited_time_offer", parameters }] : []),
  ]);
const until = (expiration_time_ms: unknown) =>
  offer({ type: "limited_time_offer", limited_time_offer: { expiration_time_ms } });
const card = (card_index: number, title = "Shirt") => ({
  card_index,
  components: [t.imageHeader(), t.positionalBody(title), t.linkButton()],
});
const carousel = (...cards: unknown[]) =>
  t.sendOf(t.CAROUSEL, [t.positionalBody("Mara"), { type: "carousel", cards }]);
const productCard = (
  card_index: number,
  product: unknown = { product_retailer_id: "s", catalog_id: "c" },
) => ({
  card_index,
  components: [{ type: "header", parameters: [{ type: "product", product }] }],
});
const products = (...cards: unknown[]) => t.sendOf(t.PRODUCTS, [{ type: "carousel", cards }]);
const productList = (action: unknown) =>
  t.sendOf(t.PRODUCT_LIST, [
    { type: "button", sub_type: "mpm", index: "0", parameters: [{ type: "action", action }] },
  ]);
const sections = (count: number, items: number, title = "Cart") => ({
  thumbnail_product_retailer_id: "sku-1",
  sections: Array.from({ length: count }, () => ({
    title,
    product_items: Array.from({ length: items }, () => ({ product_retailer_id: "sku-1" })),
  })),
});
const place = (location: unknown) =>
  t.sendOf(t.PLACE, [{ type: "header", parameters: [{ type: "location", location }] }]);
const spot = { latitude: 52.5, longitude: 13.4, name: "Shop", address: "Street 1" };

describe("a template send is accepted", () => {
  const cases: [string, JsonObject][] = [
    [
      "with named parameters in any order",
      remind(
        t.imageHeader(),
        { type: "body", parameters: t.namedBody().parameters.toReversed() },
        t.linkButton(),
        t.optOutButton(),
      ),
    ],
    [
      "with positional parameters and a text header",
      greeting(hello, t.positionalBody("Mara", "two things")),
    ],
    ["without components when nothing is dynamic", t.sendOf(t.STATIC)],
    [
      "with language policy deterministic",
      {
        ...t.sendOf(t.STATIC),
        template: { name: "welcome", language: { code: "en", policy: "deterministic" } },
      },
    ],
    [
      "with a button index that is a number",
      remind(t.imageHeader(), t.namedBody(), t.linkButton("a", 0)),
    ],
    [
      "without the optional quick reply payload",
      remind(t.imageHeader(), t.namedBody(), t.linkButton()),
    ],
    [
      "with types and sub types in upper case",
      remind(t.imageHeader(), t.namedBody(), {
        ...t.linkButton(),
        type: "BUTTON",
        sub_type: "URL",
      }),
    ],
    ["with four spaces in a row", greeting(hello, t.positionalBody("Mara    K", "two"))],
    [
      "with a currency that renders its fallback",
      greeting(hello, {
        type: "body",
        parameters: [
          t.text("Mara"),
          {
            type: "currency",
            currency: { fallback_value: "49 €", code: "EUR", amount_1000: 49000 },
          },
        ],
      }),
    ],
    [
      "with a date_time that renders its fallback",
      greeting(hello, {
        type: "body",
        parameters: [t.text("Mara"), { type: "date_time", date_time: { fallback_value: "today" } }],
      }),
    ],
    ["with a coupon of 15 letters and digits", coupon("ABCDEFGHIJ12345")],
    ["with COPY_CODE in upper case", coupon("MARA10", { sub_type: "COPY_CODE" })],
    ["with a limited-time offer that ends tomorrow", until(tomorrow)],
    ["with as many cards as the template has", carousel(card(0), card(1))],
    [
      "with ten products of a product carousel made with two",
      products(...Array.from({ length: 10 }, (_, index) => productCard(index))),
    ],
    ["with thirty products in ten sections", productList(sections(10, 3))],
    ["with a location header", place(spot)],
    [
      "with a body of exactly 1024 characters",
      greeting(
        hello,
        t.positionalBody("a", "b".repeat(1024 - "Dear a, you left  in your cart with us.".length)),
      ),
    ],
    [
      "with a tap target override",
      { ...t.sendOf(t.STATIC, [{ type: "tap_target_configuration", parameters: [] }]) },
    ],
  ];
  test.each(cases)("%s", async (_name, body) => {
    expect(await codeOf(body)).toBe("accepted");
  });
});

describe("the template is refused with", () => {
  const named = (name: unknown, language: unknown) => ({
    ...t.sendOf(t.STATIC),
    template: { name, language },
  });
  const cases: [string, JsonObject, number][] = [
    ["131008 when the name is missing", named(undefined, { code: "en" }), 131008],
    ["131008 when the language is missing", named("welcome", undefined), 131008],
    ["131008 when the language has no code", named("welcome", {}), 131008],
    ["100 when the language is a string", named("welcome", "en"), 100],
    [
      "131009 when the language policy is not deterministic",
      named("welcome", { code: "en", policy: "fallback" }),
      131009,
    ],
    ["132001 when the name is unknown", named("nothing", { code: "en" }), 132001],
    ["132001 when the language is not the template's", named("welcome", { code: "de" }), 132001],
    ["132001 when it is still in review", named("pending", { code: "en" }), 132001],
    ["132001 when it was rejected", named("rejected", { code: "en" }), 132001],
    ["132015 when it is paused", named("paused", { code: "en" }), 132015],
    ["132016 when it is disabled", named("disabled", { code: "en" }), 132016],
    [
      "100 when a field of it is misspelled",
      {
        ...t.sendOf(t.STATIC),
        template: { name: "welcome", language: { code: "en" }, component: [] },
      },
      100,
    ],
    [
      "100 when components are no list",
      {
        ...t.sendOf(t.STATIC),
        template: { name: "welcome", language: { code: "en" }, components: {} },
      },
      100,
    ],
    ["100 when a component type is unknown", t.sendOf(t.STATIC, [{ type: "banner" }]), 100],
    ["131008 when a component has no type", t.sendOf(t.STATIC, [{}]), 131008],
    [
      "132018 when a component is given twice",
      greeting(hello, t.positionalBody("a", "b"), t.positionalBody("a", "b")),
      132018,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });

  test("HTTP 404 when the template does not exist", async () => {
    expect((await kit.send(named("nothing", { code: "en" }))).status).toBe(404);
  });
});

describe("the body is refused with", () => {
  const cases: [string, JsonObject, number][] = [
    [
      "132000 when it has fewer parameters than the template",
      greeting(hello, t.positionalBody("Mara")),
      132000,
    ],
    [
      "132000 when it has more parameters than the template",
      greeting(hello, t.positionalBody("a", "b", "c")),
      132000,
    ],
    ["132000 when it is missing although the template has variables", greeting(hello), 132000],
    [
      "132000 when the template has no variables",
      t.sendOf(t.STATIC, [t.positionalBody("Mara")]),
      132000,
    ],
    [
      "132012 when names are given to a positional template",
      greeting(hello, { type: "body", parameters: [t.text("a", "x"), t.text("b", "y")] }),
      132012,
    ],
    [
      "132012 when names are missing for a named template",
      remind(t.imageHeader(), t.positionalBody("a", "b"), t.linkButton()),
      132012,
    ],
    [
      "132012 when a name is unknown",
      remind(
        t.imageHeader(),
        { type: "body", parameters: [t.text("a", "first_name"), t.text("b", "items")] },
        t.linkButton(),
      ),
      132012,
    ],
    [
      "132012 when a name is given twice",
      remind(
        t.imageHeader(),
        { type: "body", parameters: [t.text("a", "first_name"), t.text("b", "first_name")] },
        t.linkButton(),
      ),
      132012,
    ],
    [
      "132012 when a parameter holds a newline",
      greeting(hello, t.positionalBody("Mara", "one\ntwo")),
      132012,
    ],
    [
      "132012 when a parameter holds a tab",
      greeting(hello, t.positionalBody("Mara", "one\ttwo")),
      132012,
    ],
    [
      "132012 when a parameter holds five spaces in a row",
      greeting(hello, t.positionalBody("Mara", "one     two")),
      132012,
    ],
    [
      "131008 when a parameter is an empty string",
      greeting(hello, t.positionalBody("", "two")),
      131008,
    ],
    [
      "131008 when a parameter has no text",
      greeting(hello, { type: "body", parameters: [{ type: "text" }, t.text("b")] }),
      131008,
    ],
    [
      "132012 when a parameter has another type",
      greeting(hello, { type: "body", parameters: [{ type: "image", image: {} }, t.text("b")] }),
      132012,
    ],
    [
      "131008 when a currency has no code",
      greeting(hello, {
        type: "body",
        parameters: [
          t.text("a"),
          { type: "currency", currency: { fallback_value: "4", amount_1000: 4 } },
        ],
      }),
      131008,
    ],
    [
      "131008 when a currency has no fallback",
      greeting(hello, {
        type: "body",
        parameters: [t.text("a"), { type: "currency", currency: { code: "EUR", amount_1000: 4 } }],
      }),
      131008,
    ],
    [
      "131008 when a date_time has no fallback",
      greeting(hello, {
        type: "body",
        parameters: [t.text("a"), { type: "date_time", date_time: {} }],
      }),
      131008,
    ],
    ["100 when parameters are no list", greeting(hello, { type: "body", parameters: "Mara" }), 100],
    [
      "132005 when the filled-in text is longer than 1024",
      greeting(hello, t.positionalBody("Mara", "b".repeat(1000))),
      132005,
    ],
    [
      "100 when a parameter is longer than 32768",
      greeting(hello, t.positionalBody("Mara", "b".repeat(32_769))),
      100,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});

describe("the header is refused with", () => {
  const rest = [t.namedBody(), t.linkButton()];
  const cases: [string, JsonObject, number][] = [
    ["132000 when the text parameter is missing", greeting(t.positionalBody("a", "b")), 132000],
    ["132000 when the template has no header", t.sendOf(t.STATIC, [hello]), 132000],
    [
      "132005 when the filled-in text is longer than 60",
      greeting(header("a".repeat(60)), t.positionalBody("a", "b")),
      132005,
    ],
    ["132012 when the picture is missing", remind(...rest), 132012],
    ["132012 when a text is sent for a picture", remind(hello, ...rest), 132012],
    [
      "132012 when a video is sent for a picture",
      remind(
        {
          type: "header",
          parameters: [{ type: "video", video: { link: "https://a.example/a.mp4" } }],
        },
        ...rest,
      ),
      132012,
    ],
    ["131008 when the picture has neither id nor link", remind(image({}), ...rest), 131008],
    [
      "100 when the picture has both id and link",
      remind(image({ id: "1", link: "https://a.example/a.jpg" }), ...rest),
      100,
    ],
    ["131009 when the media id is unknown", remind(image({ id: "1" }), ...rest), 131009],
    [
      "131009 when the link is no http URL",
      remind(image({ link: "ftp://a.example/a.jpg" }), ...rest),
      131009,
    ],
    [
      "132000 when there are two pictures",
      remind(
        {
          type: "header",
          parameters: [...t.imageHeader().parameters, ...t.imageHeader().parameters],
        },
        ...rest,
      ),
      132000,
    ],
    ["131008 when a location has no address", place({ ...spot, address: undefined }), 131008],
    [
      "131008 when a product has no catalog",
      products(productCard(0, { product_retailer_id: "s" }), productCard(1)),
      131008,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});

describe("a button is refused with", () => {
  const rest = [t.imageHeader(), t.namedBody()];
  const cases: [string, JsonObject, number][] = [
    ["131008 when the URL suffix is missing", remind(...rest), 131008],
    ["131008 when the URL suffix is empty", remind(...rest, t.linkButton("")), 131008],
    [
      "132000 when there are two URL suffixes",
      remind(...rest, { ...t.linkButton(), parameters: [t.text("a"), t.text("b")] }),
      132000,
    ],
    [
      "132018 when the URL is longer than 2000",
      remind(...rest, t.linkButton("a".repeat(2000))),
      132018,
    ],
    [
      "132018 when the index does not exist",
      remind(...rest, t.linkButton(), t.linkButton("a", "2")),
      132018,
    ],
    [
      "132018 when an index is given twice",
      remind(...rest, t.linkButton(), t.linkButton()),
      132018,
    ],
    [
      "131008 when the index is missing",
      remind(...rest, { ...t.linkButton(), index: undefined }),
      131008,
    ],
    [
      "131009 when the index is no whole number",
      remind(...rest, t.linkButton("a", "first")),
      131009,
    ],
    [
      "131008 when the sub type is missing",
      remind(...rest, { ...t.linkButton(), sub_type: undefined }),
      131008,
    ],
    [
      "132012 when the sub type is not the template's at this index",
      remind(...rest, { ...t.optOutButton(), index: "0" }),
      132012,
    ],
    [
      "132012 when indexes try to reorder the buttons",
      remind(...rest, t.linkButton("a", "1"), { ...t.optOutButton(), index: "0" }),
      132012,
    ],
    [
      "132012 when the parameter type does not fit the button",
      remind(...rest, t.linkButton(), { ...t.optOutButton(), parameters: [t.text("a")] }),
      132012,
    ],
    [
      "131008 when a quick reply payload is empty",
      remind(...rest, t.linkButton(), t.optOutButton("")),
      131008,
    ],
    [
      "132018 when a static URL button gets a parameter",
      t.sendOf(t.STATIC, [t.linkButton()]),
      132018,
    ],
    ["131008 when the coupon code is missing", t.sendOf(t.COUPON), 131008],
    ["131008 when the coupon code is empty", coupon(""), 131008],
    ["131009 when the coupon code is longer than 15", coupon("ABCDEFGHIJ123456"), 131009],
    ["131009 when the coupon code has other characters", coupon("MARA-10"), 131009],
    ["131008 when a product list has no thumbnail", productList({ sections: [] }), 131008],
    [
      "131008 when a product list has no sections",
      productList({ ...sections(1, 1), sections: [] }),
      131008,
    ],
    ["131009 when a product list has eleven sections", productList(sections(11, 1)), 131009],
    ["131009 when a product list has 31 products", productList(sections(1, 31)), 131009],
    [
      "131009 when a section title is longer than 24",
      productList(sections(1, 1, "a".repeat(25))),
      131009,
    ],
    ["131008 when the product list's button is missing", t.sendOf(t.PRODUCT_LIST), 131008],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});

describe("a limited-time offer is refused with", () => {
  const cases: [string, JsonObject, number][] = [
    ["131008 when its component is missing", offer(), 131008],
    ["131008 when the end is missing", until(undefined), 131008],
    ["131009 when the end is a duration, not a moment", until(1_209_600_000), 131009],
    ["131009 when the end lies in the past", until(Date.now() - 1000), 131009],
    ["131009 when the end is a string", until(String(tomorrow)), 131009],
    [
      "132018 when the template has no offer",
      t.sendOf(t.STATIC, [{ type: "limited_time_offer" }]),
      132018,
    ],
    [
      "132005 when the filled-in body is longer than 600",
      t.sendOf(t.OFFER, [
        t.imageHeader(),
        t.positionalBody("b".repeat(600)),
        t.linkButton(),
        {
          type: "limited_time_offer",
          parameters: [
            { type: "limited_time_offer", limited_time_offer: { expiration_time_ms: tomorrow } },
          ],
        },
      ]),
      132005,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});

describe("a carousel is refused with", () => {
  const cases: [string, JsonObject, number][] = [
    ["131008 when its cards are missing", t.sendOf(t.CAROUSEL, [t.positionalBody("Mara")]), 131008],
    ["132018 when it has fewer cards than at approval", carousel(card(0)), 132018],
    ["132018 when it has more cards than at approval", carousel(card(0), card(1), card(2)), 132018],
    ["132018 when a product carousel has one card", products(productCard(0)), 132018],
    [
      "132018 when a product carousel has eleven cards",
      products(...Array.from({ length: 11 }, (_, index) => productCard(index))),
      132018,
    ],
    [
      "131008 when a card has no index",
      carousel({ ...card(0), card_index: undefined }, card(1)),
      131008,
    ],
    ["132012 when an index is given twice", carousel(card(0), card(0)), 132012],
    ["132012 when an index is out of range", carousel(card(0), card(5)), 132012],
    [
      "132012 when a card has no picture",
      carousel(card(0), { card_index: 1, components: [t.positionalBody("a"), t.linkButton()] }),
      132012,
    ],
    [
      "132000 when a card has too few parameters",
      carousel(card(0), { card_index: 1, components: [t.imageHeader(), t.linkButton()] }),
      132000,
    ],
    [
      "131008 when a card has no URL suffix",
      carousel(card(0), { card_index: 1, components: [t.imageHeader(), t.positionalBody("a")] }),
      131008,
    ],
    [
      "132005 when a card's filled-in body is longer than 160",
      carousel(card(0), card(1, "b".repeat(160))),
      132005,
    ],
    [
      "132018 when the template has no carousel",
      t.sendOf(t.STATIC, [{ type: "carousel", cards: [] }]),
      132018,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});
