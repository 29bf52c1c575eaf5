import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventually, localeTexts, rest, visit, type Visit } from "./shopper.ts";

const german = localeTexts("de");
const STANDING = { reminders: "granted", recommendations: "none", offers: "none" };
const account = (states: object) =>
  Response.json({ shop: "Mock Shop", numbers: [{ ref: "ref-1", phone: "+49…789", states }] });

let shopper: Awaited<ReturnType<typeof visit>> | undefined;

/** Opens the order status page of somebody of whom the app says this; by default nobody is logged in. */
async function open(
  read: () => Response = () => new Response("", { status: 403 }),
  visited?: Visit,
) {
  shopper = await visit({
    place: "order_status",
    ...visited,
    answer: async (_url, init) => (init?.method === "POST" ? new Response("{}") : read()),
  });
  await rest();
  return shopper;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  shopper?.goAway();
  vi.useRealTimers();
});

const posted = (opened: Awaited<ReturnType<typeof visit>>) => opened.bodies();

describe("the order status page", () => {
  it("asks whoever is not logged in as the thank-you page does, unticked", async () => {
    const opened = await open(undefined, { phone: "0151 23456789" });
    await eventually(() => expect(opened.box("checked")).toBe(false));
    await opened.tick();
    await eventually(() => expect(posted(opened)).toHaveLength(1));
    expect(posted(opened)[0]).toMatchObject({
      granted: true,
      place: "order_status",
      phone: "+4915123456789",
    });
  });

  it("shows who has agreed what stands, and takes back everything with one button", async () => {
    const opened = await open(() => account(STANDING));
    const words = (german["standing_granted"] ?? "").replace("{{phone}}", "+49…789");
    await eventually(() => expect(opened.text()).toContain(words));
    expect(opened.seen("s-checkbox")).toBe(false);
    await opened.press();
    await eventually(() => expect(opened.text()).toContain(german["withdrawn"]));
    expect(posted(opened)).toMatchObject([
      { granted: false, ref: "ref-1", phone: null, topics: [], place: "order_status" },
    ]);
    expect(opened.text()).not.toContain(words);
  });

  it("says that the phone has to confirm what waits", async () => {
    const opened = await open(() => account({ ...STANDING, reminders: "pending" }));
    const words = (german["standing_pending"] ?? "").replace("{{phone}}", "+49…789");
    await eventually(() => expect(opened.text()).toContain(words));
  });

  it("asks again whoever has withdrawn", async () => {
    const opened = await open(() => account({ ...STANDING, reminders: "withdrawn" }));
    await eventually(() => expect(opened.box("checked")).toBe(false));
  });

  it("lets out a number that is typed, and only a whole one", async () => {
    const opened = await open();
    await eventually(() => expect(opened.text()).toContain(german["withdraw_number"]));
    await opened.press();
    await opened.type("0151");
    await opened.press();
    expect(opened.field("error")).toBe(german["phone_error"]);
    await opened.type("0151 23456789");
    await opened.press();
    await eventually(() => expect(posted(opened)).toHaveLength(1));
    expect(posted(opened)[0]).toMatchObject({ granted: false, phone: "+4915123456789" });
  });

  it("says when it could not be taken back, and offers the button again", async () => {
    const opened = await open(() => account(STANDING));
    await eventually(() => expect(opened.text()).toContain(german["withdraw"]));
    opened.fetched.mockResolvedValue(new Response("", { status: 503 }));
    await opened.press();
    await eventually(() => expect(opened.text()).toContain(german["not_withdrawn"]));
    expect(opened.text()).toContain(german["withdraw"]);
  });

  it("asks all the same when the app cannot say what stands", async () => {
    const opened = await open(() => {
      throw new TypeError("Failed to fetch");
    });
    await eventually(() => expect(opened.box("checked")).toBe(false));
  });
});

describe("the merchant's own sentence", () => {
  const own = { text: "Ja zu {{shop}} auf WhatsApp ({{privacy}})", privacyLabel: "DSE" };
  const published = (value: unknown) => [
    {
      target: { type: "shop", id: "1" },
      metafield: { namespace: "$app", key: "consent_wording", value },
    },
  ];
  const withWording = (value: unknown) =>
    visit({ phone: "0151 23456789", appMetafields: published(value) });

  it("is shown and recorded with its version", async () => {
    shopper = await withWording(JSON.stringify({ version: "own-7", locales: { de: own } }));
    expect(shopper.box("label")).toBe("Ja zu Mock Shop auf WhatsApp (DSE)");
    await shopper.tick();
    expect(await shopper.posted(1)).toMatchObject([
      { wordingVersion: "own-7", shownText: "Ja zu Mock Shop auf WhatsApp (DSE)" },
    ]);
  });

  it.each([
    ["another language only", JSON.stringify({ version: "own-7", locales: { en: own } })],
    ["no version", JSON.stringify({ locales: { de: own } })],
    ["a text without its label", JSON.stringify({ version: "1", locales: { de: { text: "x" } } })],
    ["broken JSON", "{"],
    ["a number", 7],
    ["nothing", null],
  ])("gives way to the built-in one when there is %s", async (_name, value) => {
    shopper = await withWording(value);
    expect(String(shopper.box("label"))).toContain("Ja, ich möchte von Mock Shop Werbung");
  });
});
