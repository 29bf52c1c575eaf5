import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { objectsOrNull } from "./json.ts";
import type { JsonObject } from "./json.ts";
import {
  TOKEN,
  WABA_ID,
  changes,
  errorOf,
  startKit,
  until,
  anyText,
  textLike,
} from "./test-kit.ts";
import type { Answer, Kit } from "./test-kit.ts";
import * as t from "./test-templates.ts";

let kit: Kit;
let clock = Date.parse("2026-11-22T10:00:00Z");
const DAY = 24 * 60 * 60 * 1000;

beforeEach(async () => {
  kit = await startKit({ now: () => new Date(clock) });
});
afterEach(async () => kit.close());

const path = `${WABA_ID}/message_templates`;
const create = async (body: unknown): Promise<Answer> => kit.graph("POST", path, body);
const codeOf = (answer: Answer) => (answer.status === 200 ? "accepted" : errorOf(answer)["code"]);
const withBody = (text: string, more: JsonObject = {}, example?: unknown): JsonObject => ({
  name: "t",
  language: "de",
  category: "MARKETING",
  components: [
    { type: "BODY", text, ...(example === undefined ? {} : { example: { body_text: example } }) },
  ],
  ...more,
});
const plain = (...components: unknown[]) =>
  withBody("", { components: [{ type: "BODY", text: "Ein ganz normaler Text." }, ...components] });
const buttons = (...list: unknown[]) => plain({ type: "BUTTONS", buttons: list });
const quick = (text = "Nein") => ({ type: "QUICK_REPLY", text });
const url = (value: string, example?: unknown) => ({
  type: "URL",
  text: "Hin",
  url: value,
  ...(example === undefined ? {} : { example }),
});
const status = (event: string) => () =>
  changes(kit.hook).find(
    ({ field, value }) => field === "message_template_status_update" && value["event"] === event,
  );

describe("creating (contract 4.1)", () => {
  test("answers id, PENDING and the category, and tells of the approval after the delay", async () => {
    await kit.control("seed", { autoApproveMs: 20 });
    const answer = await create(t.REMINDER);
    expect(answer.body).toEqual({
      id: textLike(/^\d+$/),
      status: "PENDING",
      category: "MARKETING",
    });
    const told = await until("approval", status("APPROVED"));
    expect(told.value).toEqual({
      event: "APPROVED",
      message_template_id: Number(answer.body["id"]),
      message_template_name: "cart_reminder",
      message_template_language: "de",
      reason: "NONE",
      message_template_category: "MARKETING",
    });
    expect(told.entry["time"]).toBe(clock / 1000);
    expect((await kit.send(t.reminder())).status).toBe(200);
  });

  test("without automatic review stays PENDING and cannot be sent", async () => {
    await create(t.REMINDER);
    expect(errorOf(await kit.send(t.reminder()))["code"]).toBe(132001);
    await kit.control("templates", { name: "cart_reminder", language: "de", status: "APPROVED" });
    expect((await kit.send(t.reminder())).status).toBe(200);
  });

  test("the same wording as another template is rejected in review", async () => {
    await kit.control("seed", { autoApproveMs: 5 });
    await create(t.REMINDER);
    await until("approval", status("APPROVED"));
    await create({ ...t.REMINDER, name: "cart_reminder_2" });
    const told = await until("rejection", status("REJECTED"));
    expect(told.value).toMatchObject({
      reason: "INVALID_FORMAT",
      rejection_info: { reason: "INVALID_FORMAT" },
    });
  });

  test("a refusal has words for people and error_data as a string", async () => {
    const error = errorOf(await create(withBody("{{1}} am Anfang geht nicht gut", {}, [["a"]])));
    expect(error).toMatchObject({
      code: 2388299,
      error_data: anyText,
      error_user_title: anyText,
      error_user_msg: anyText,
    });
  });

  test("all shapes that sends know are taken", async () => {
    const all = [
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
    for (const definition of all) {
      const { name } = definition;
      expect({ name, code: codeOf(await create(definition)) }).toEqual({ name, code: "accepted" });
    }
  });

  const cases: [string, unknown, number][] = [
    ["100 when the name has capitals", withBody("Ein Text.", { name: "Cart" }), 100],
    ["100 when the name is longer than 512", withBody("Ein Text.", { name: "a".repeat(513) }), 100],
    ["100 when the language is de_DE", withBody("Ein Text.", { language: "de_DE" }), 100],
    [
      "100 when the language is an object",
      withBody("Ein Text.", { language: { code: "de" } }),
      100,
    ],
    ["100 when the category is unknown", withBody("Ein Text.", { category: "PROMO" }), 100],
    [
      "100 when the parameter format is unknown",
      withBody("Ein Text.", { parameter_format: "MIXED" }),
      100,
    ],
    ["100 when a field is misspelled", withBody("Ein Text.", { param_format: "NAMED" }), 100],
    ["100 when components are missing", withBody("", { components: undefined }), 100],
    ["100 when a component type is unknown", plain({ type: "BANNER" }), 100],
    ["100 when a component is given twice", plain({ type: "BODY", text: "Noch einer." }), 100],
    [
      "2388072 when the body is missing",
      withBody("", { components: [{ type: "FOOTER", text: "Fuß" }] }),
      2388072,
    ],
    ["2388040 when the body is longer than 1024", withBody("a".repeat(1025)), 2388040],
    [
      "2388299 when the body starts with a variable",
      withBody("{{1}}, hier ist ein Text für dich", {}, [["a"]]),
      2388299,
    ],
    [
      "2388299 when the body ends with a variable",
      withBody("Hier ist ein Text für {{1}}", {}, [["a"]]),
      2388299,
    ],
    [
      "2388293 when there are too many variables for the words",
      withBody("Hallo {{1}} und {{2}} da", {}, [["a", "b"]]),
      2388293,
    ],
    [
      "2388072 when variables do not count up from 1",
      withBody("Ein Text für {{2}} mit genug Worten.", {}, [["a"]]),
      2388072,
    ],
    [
      "2388072 when variables stand side by side",
      withBody("Ein Text für {{1}} {{2}} mit genug Worten darin.", {}, [["a", "b"]]),
      2388072,
    ],
    [
      "2388072 when a variable holds a #",
      withBody("Ein Text für {{#1}} mit genug Worten.", {}, [["a"]]),
      2388072,
    ],
    [
      "2388072 when a positional template has names",
      withBody("Ein Text für {{name}} mit genug Worten.", {}, [["a"]]),
      2388072,
    ],
    [
      "2388072 when a name has capitals",
      withBody("Ein Text für {{Name}} mit Worten.", { parameter_format: "NAMED" }),
      2388072,
    ],
    ["100 when a variable has no sample", withBody("Ein Text für {{1}} mit genug Worten."), 100],
    [
      "100 when a named variable has no sample",
      withBody("Ein Text für {{name}} mit Worten.", { parameter_format: "NAMED" }),
      100,
    ],
    [
      "2388040 when the header is longer than 60",
      plain({ type: "HEADER", format: "TEXT", text: "a".repeat(61) }),
      2388040,
    ],
    [
      "2388047 when the header has markdown",
      plain({ type: "HEADER", format: "TEXT", text: "Ein *fetter* Kopf" }),
      2388047,
    ],
    [
      "2388047 when the header has two variables",
      plain({ type: "HEADER", format: "TEXT", text: "Von {{1}} bis {{2}} heute" }),
      2388047,
    ],
    ["2388047 when the header format is GIF", plain({ type: "HEADER", format: "GIF" }), 2388047],
    [
      "100 when a picture header has no sample handle",
      plain({ type: "HEADER", format: "IMAGE" }),
      100,
    ],
    [
      "2388040 when the footer is longer than 60",
      plain({ type: "FOOTER", text: "a".repeat(61) }),
      2388040,
    ],
    [
      "2388073 when the footer has a variable",
      plain({ type: "FOOTER", text: "Dein {{1}} Shop" }),
      2388073,
    ],
    [
      "100 when there are eleven buttons",
      buttons(...Array.from({ length: 11 }, () => quick())),
      100,
    ],
    [
      "100 when there are three URL buttons",
      buttons(url("https://a.example"), url("https://a.example"), url("https://a.example")),
      100,
    ],
    [
      "100 when quick replies are not together",
      buttons(quick(), url("https://a.example"), quick()),
      100,
    ],
    ["2388040 when a label is longer than 25", buttons(quick("a".repeat(26))), 2388040],
    ["100 when a button type is unknown", buttons({ type: "LIKE", text: "a" }), 100],
    [
      "100 when a URL variable is not at the end",
      buttons(url("https://a.example/{{1}}/x", ["https://a.example/1/x"])),
      100,
    ],
    ["100 when a URL has two variables", buttons(url("https://a.example/{{1}}/{{2}}", ["x"])), 100],
    ["100 when a URL variable has no example", buttons(url("https://a.example/{{1}}")), 100],
    [
      "2388040 when a URL is longer than 2000",
      buttons(url(`https://a.example/${"a".repeat(2000)}`)),
      2388040,
    ],
    [
      "100 when a phone number is longer than 20",
      buttons({ type: "PHONE_NUMBER", text: "Anruf", phone_number: "1".repeat(21) }),
      100,
    ],
    [
      "100 when a coupon example is longer than 15",
      buttons({ type: "COPY_CODE", example: "A".repeat(16) }),
      100,
    ],
    [
      "100 when a carousel has one card",
      plain({ type: "CAROUSEL", cards: [{ components: [] }] }),
      100,
    ],
    [
      "100 when cards differ in their components",
      {
        ...t.CAROUSEL,
        components: [
          { type: "BODY", text: "Text." },
          {
            type: "CAROUSEL",
            cards: [
              { components: [{ type: "BODY", text: "Nur Text." }] },
              { components: [{ type: "HEADER", format: "PRODUCT" }] },
            ],
          },
        ],
      },
      100,
    ],
    [
      "2388073 when an offer has a footer",
      {
        ...t.OFFER,
        components: [
          ...(objectsOrNull(t.OFFER["components"]) ?? []),
          { type: "FOOTER", text: "Fuß" },
        ],
      },
      2388073,
    ],
  ];
  const offerParts = objectsOrNull(t.OFFER["components"]) ?? [];
  const offerWith = (...list: unknown[]) => ({
    ...t.OFFER,
    components: [
      ...offerParts.filter(({ type }) => type !== "BUTTONS"),
      ...(list.length > 0 ? [{ type: "BUTTONS", buttons: list }] : []),
    ],
  });
  const code = (example: string) => ({ type: "COPY_CODE", example });
  const carouselBeside = (component: unknown) => ({
    ...t.CAROUSEL,
    components: [...(objectsOrNull(t.CAROUSEL["components"]) ?? []), component],
  });
  const cards = (...components: unknown[]) => {
    const card = { components };
    const carousel = { type: "CAROUSEL", cards: [card, card] };
    return { ...t.CAROUSEL, components: [{ type: "BODY", text: "Zwei davon." }, carousel] };
  };
  const cardPicture = {
    type: "HEADER",
    format: "IMAGE",
    example: { header_handle: ["4::aW1hZ2U"] },
  };
  cases.push(
    [
      "2388072 when braces are left open",
      withBody("Ein Text mit {{1} darin, der bricht."),
      2388072,
    ],
    ["100 when a coupon example has a hyphen", buttons(code("MARA-10")), 100],
    ["100 when an offer has a quick reply", offerWith(url("https://a.example"), quick()), 100],
    ["100 when an offer has no link", offerWith(code("MARA10")), 100],
    [
      "100 when the link of an offer stands before its code",
      offerWith(url("https://a.example"), code("MARA10")),
      100,
    ],
    [
      "100 when an offer has two links",
      offerWith(url("https://a.example"), url("https://b.example")),
      100,
    ],
    ["100 when an offer has no buttons", offerWith(), 100],
    [
      "2388072 when an offer's body is missing",
      { ...t.OFFER, components: offerParts.filter(({ type }) => type !== "BODY") },
      2388072,
    ],
    ["100 when a carousel has a footer", carouselBeside({ type: "FOOTER", text: "Fuß" }), 100],
    [
      "100 when a carousel has buttons beside it",
      carouselBeside({ type: "BUTTONS", buttons: [quick()] }),
      100,
    ],
    ["2388047 when a card has no header", cards({ type: "BODY", text: "Nur Text." }), 2388047],
    [
      "2388047 when a card's header is a text",
      cards({ type: "HEADER", format: "TEXT", text: "Kopf" }),
      2388047,
    ],
    ["100 when a card has a footer", cards(cardPicture, { type: "FOOTER", text: "Fuß" }), 100],
    [
      "2388040 when a card's body is longer than 160",
      cards(cardPicture, { type: "BODY", text: "a".repeat(161) }),
      2388040,
    ],
    [
      "100 when a card has three buttons",
      cards(cardPicture, {
        type: "BUTTONS",
        buttons: [url("https://a.example"), url("https://b.example"), quick()],
      }),
      100,
    ],
    [
      "100 when a card's link has no example",
      cards(cardPicture, { type: "BUTTONS", buttons: [url("https://a.example/{{1}}")] }),
      100,
    ],
  );
  test.each(cases)("is refused with %s", async (_name, body, code) => {
    expect(codeOf(await create(body))).toBe(code);
  });

  test("is refused with 100, subcode 2388024 when name and language exist", async () => {
    await create(t.REMINDER);
    expect(errorOf(await create(t.REMINDER))).toMatchObject({ code: 100, error_subcode: 2388024 });
    expect(codeOf(await create({ ...t.REMINDER, language: "en" }))).toBe("accepted");
  });

  test("is refused with 80007 after 100 in an hour", async () => {
    const one = (index: number) => ({ ...t.STATIC, name: `welcome_${index}` });
    for (let index = 0; index < 100; index += 1) await create(one(index));
    expect(codeOf(await create(one(100)))).toBe(80007);
    clock += 60 * 60 * 1000;
    expect(codeOf(await create(one(100)))).toBe("accepted");
  });

  test("a short link in a card is rejected in review, as one under the text", async () => {
    await kit.control("seed", { autoApproveMs: 5 });
    const short = { type: "BUTTONS", buttons: [url("https://bit.ly/x")] };
    await create(cards(cardPicture, short));
    expect((await until("rejection", status("REJECTED"))).value["reason"]).toBe("INVALID_FORMAT");
  });

  test("the next template is rejected for the reason that was ordered, the one after it approved", async () => {
    await kit.control("seed", { autoApproveMs: 5 });
    const verdict = { rejectNext: "PROMOTIONAL", recommendation: null };
    await kit.control("templates/review", { wabaId: WABA_ID, ...verdict });
    await create(t.REMINDER);
    expect((await until("rejection", status("REJECTED"))).value["reason"]).toBe("PROMOTIONAL");
    await create({ ...t.REMINDER, name: "again" });
    await until("approval", status("APPROVED"));
  });

  test("is refused with 2388019 when the account is full", async () => {
    const numbers: unknown[] = [];
    const account = {
      wabaId: "full",
      portfolioId: "p",
      name: "Full",
      token: TOKEN,
      numbers,
      templateLimit: 1,
    };
    await kit.control("seed", { accounts: [account] });
    await kit.graph("POST", "full/message_templates", t.STATIC);
    expect(codeOf(await kit.graph("POST", "full/message_templates", t.COUPON))).toBe(2388019);
  });
});

describe("reading, changing, deleting (contract 4.2)", () => {
  test("the list pages by cursor and tells rejected_reason only when asked", async () => {
    for (const definition of [t.STATIC, t.COUPON, t.OFFER]) await create(definition);
    const first = (await kit.graph("GET", `${path}?limit=2`)).body;
    expect(objectsOrNull(first["data"])?.map(({ name }) => name)).toEqual(["welcome", "coupon"]);
    expect(JSON.stringify(first)).not.toContain("rejected_reason");
    const next = /"next":"([^"]+)"/.exec(JSON.stringify(first))?.[1] ?? "";
    const rest = await fetch(next, { headers: { authorization: `Bearer ${TOKEN}` } });
    const last = await rest.text();
    expect(last).toContain('"name":"offer"');
    expect(last).not.toContain('"next"');
    const fields = (await kit.graph("GET", `${path}?fields=name,rejected_reason&name=coupon`)).body;
    expect(fields["data"]).toEqual([{ id: anyText, name: "coupon", rejected_reason: "NONE" }]);
  });

  test("editing goes back into review and is refused with 2388039 when done again within a day", async () => {
    const id = String((await create(t.STATIC)).body["id"]);
    const components = [{ type: "BODY", text: "A new welcome to our shop." }];
    expect(codeOf(await kit.graph("POST", id, { components }))).toBe(2388039);
    await kit.control("templates", { name: "welcome", language: "en", status: "APPROVED" });
    expect((await kit.graph("POST", id, { components })).body).toEqual({ success: true });
    expect((await kit.graph("GET", `${id}?fields=status`)).body).toEqual({ id, status: "PENDING" });
    await kit.control("templates", { name: "welcome", language: "en", status: "APPROVED" });
    expect(codeOf(await kit.graph("POST", id, { components }))).toBe(2388039);
    clock += DAY;
    expect((await kit.graph("POST", id, { components })).status).toBe(200);
  });

  test("deleting by name takes every language and locks the name of an approved one for 30 days", async () => {
    await create(t.REMINDER);
    await create({ ...t.REMINDER, language: "en" });
    await kit.control("templates", { name: "cart_reminder", language: "de", status: "APPROVED" });
    expect((await kit.graph("DELETE", `${path}?name=cart_reminder`)).body).toEqual({
      success: true,
    });
    expect((await kit.graph("GET", path)).body["data"]).toEqual([]);
    expect(errorOf(await create(t.REMINDER))).toMatchObject({ error_subcode: 2388023 });
    clock += 30 * DAY + 1;
    expect(codeOf(await create(t.REMINDER))).toBe("accepted");
  });

  test("deleting by id and name takes one language; a disabled one stays", async () => {
    const id = String((await create(t.REMINDER)).body["id"]);
    await create({ ...t.REMINDER, language: "en" });
    await kit.graph("DELETE", `${path}?hsm_id=${id}&name=cart_reminder`);
    expect(objectsOrNull((await kit.graph("GET", path)).body["data"])).toHaveLength(1);
    await kit.control("templates", { name: "cart_reminder", language: "en", status: "DISABLED" });
    expect(codeOf(await kit.graph("DELETE", `${path}?name=cart_reminder`))).toBe(100);
  });

  test("a pause is told with FIRST_PAUSE and can be ended", async () => {
    const id = String((await create(t.STATIC)).body["id"]);
    await kit.control("templates", { name: "welcome", language: "en", status: "PAUSED" });
    const told = await until("pause", status("PAUSED"));
    expect(told.value).toMatchObject({ other_info: { title: "FIRST_PAUSE" } });
    expect((await kit.graph("POST", `${id}/unpause`)).body).toEqual({ success: true });
    expect((await until("end", status("REINSTATED"))).value).toMatchObject({
      other_info: { title: "UNPAUSE" },
    });
    expect((await kit.graph("GET", `${id}?fields=status`)).body["status"]).toBe("APPROVED");
  });

  test("another account's template is refused with 100, subcode 33", async () => {
    const id = String((await create(t.STATIC)).body["id"]);
    const other = {
      wabaId: "w2",
      portfolioId: "p2",
      name: "Other",
      token: "EAAother",
      numbers: [],
    };
    await kit.control("seed", { accounts: [other] });
    expect(errorOf(await kit.graph("GET", id, undefined, "EAAother"))).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
    expect(errorOf(await kit.graph("GET", path, undefined, "EAAother"))).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });
});

describe("sample media (contract 1.9)", () => {
  test("come by the resumable upload", async () => {
    const session = (await kit.graph("POST", "777/uploads?file_length=3&file_type=image/png")).body[
      "id"
    ];
    expect((await kit.graph("POST", String(session), "abc")).body["h"]).toMatch(/^4::/);
  });
});

describe("what Meta does by itself (contract 3.6, 4.5, 4.7)", () => {
  const field = (name: string) => () => changes(kit.hook).find((change) => change.field === name);
  const of = { name: "cart_reminder", language: "de" };
  const fields = "category,previous_category,correct_category,quality_score";
  const read = async () => {
    const list = (await kit.graph("GET", `${path}?fields=${fields}`)).body["data"];
    return objectsOrNull(list)?.[0];
  };
  beforeEach(async () => void (await create(t.REMINDER)));

  test("a move to another category is announced with its day, and then done", async () => {
    const at = "2026-11-24T10:00:00Z";
    await kit.control("templates/category", { ...of, to: "UTILITY", at });
    const told = await until("announcement", field("template_category_update"));
    expect(told.value).toMatchObject({
      new_category: "MARKETING",
      correct_category: "UTILITY",
      category_update_timestamp: Date.parse(at) / 1000,
    });
    expect(await read()).toMatchObject({ category: "MARKETING", correct_category: "UTILITY" });
    kit.hook.posts.length = 0;
    await kit.control("templates/category", { ...of, to: "UTILITY" });
    const done = await until("move", field("template_category_update"));
    expect(done.value).toMatchObject({ previous_category: "MARKETING", new_category: "UTILITY" });
    expect(await read()).toMatchObject({ category: "UTILITY", previous_category: "MARKETING" });
  });

  test("a new rating is told and listed", async () => {
    await kit.control("templates/quality", { ...of, score: "RED" });
    const told = await until("rating", field("message_template_quality_update"));
    expect(told.value).toMatchObject({
      previous_quality_score: "UNKNOWN",
      new_quality_score: "RED",
    });
    expect(await read()).toMatchObject({ quality_score: { score: "RED" } });
  });

  test("the list filters by words and rating", async () => {
    await create(t.STATIC);
    const names = async (query: string) =>
      objectsOrNull((await kit.graph("GET", `${path}?${query}`)).body["data"])?.map(
        (one) => one["name"],
      );
    expect(await names("content=Warenkorb")).toEqual(["cart_reminder"]);
    expect(await names("name_or_content=welcome")).toEqual(["welcome"]);
    expect(await names("quality_score=GREEN")).toEqual([]);
  });
});
