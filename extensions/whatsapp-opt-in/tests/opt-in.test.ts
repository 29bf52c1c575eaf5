import { createStorage } from "@shopify/ui-extensions-tester/checkout";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_API_URL } from "../src/release.ts";
import { eventually, liveSignal, localeTexts, rest, visit, type Visit } from "./shopper.ts";

type Shopper = Awaited<ReturnType<typeof visit>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const german = localeTexts("de");
const sentence = (shop: string) =>
  (german["consent"] ?? "")
    .replaceAll("{{shop}}", shop)
    .replace("{{privacy}}", "Datenschutzerklärung");

let shopper: Shopper | undefined;

async function open(options?: Visit): Promise<Shopper> {
  shopper = await visit(options);
  return shopper;
}

async function openAndSave(options?: Visit): Promise<Shopper> {
  const opened = await open({ phone: "0151 23456789", ...options });
  await opened.tick();
  await opened.leave("0151 23456789");
  await opened.posted(1);
  await eventually(() => expect(opened.text()).toContain("Gespeichert"));
  return opened;
}

/** What the extension would print as an unhandled error, the tester would swallow. */
const failures: unknown[] = [];
const note = (error: unknown) => failures.push(error);

beforeEach(() => {
  failures.length = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.off("unhandledRejection", note);
  shopper?.goAway();
  vi.useRealTimers();
  expect(failures).toEqual([]);
});

describe("before the tick", () => {
  it("the box is empty, asks for no phone and sends nothing", async () => {
    const { box, seen, fetched } = await open({ phone: "+49 1512 3456789" });
    expect(box("checked")).toBe(false);
    expect(seen("s-phone-field")).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
  });

  it("the label itself is the whole consent sentence with the shop's name", async () => {
    const { box } = await open();
    expect(box("label")).toBe(sentence("Mock Shop"));
  });

  it("the privacy policy is named in words, and linked once the merchant gave its address", async () => {
    const { seen } = await open();
    expect(seen("s-link")).toBe(false);
    shopper?.goAway();
    await open({ settings: { privacy_url: "https://leinenwerk.example/datenschutz" } });
    const label = document.querySelector("s-checkbox > s-text[slot=label]");
    expect(label?.textContent).toBe(sentence("Mock Shop"));
    expect(label?.querySelector("s-link")?.textContent).toBe("Datenschutzerklärung");
    expect(label?.querySelector("s-link")?.getAttribute("href")).toBe(
      "https://leinenwerk.example/datenschutz",
    );
  });

  it("a privacy setting that is no web address becomes no link", async () => {
    const { seen } = await open({ settings: { privacy_url: "javascript:alert(1)" } });
    expect(seen("s-link")).toBe(false);
  });
});

describe("after the tick", () => {
  it.each<[string, Visit, string]>([
    [
      "the shipping address",
      { phone: "0151 23456789", contactPhone: "+4915199999999" },
      "0151 23456789",
    ],
    ["the contact box", { phone: undefined, contactPhone: "+4915199999999" }, "+4915199999999"],
    ["nowhere", { phone: undefined }, ""],
    ["nowhere, without any access to the buyer", { withoutBuyer: true }, ""],
  ])("the phone field is there, prefilled from %s", async (_, options, expected) => {
    const { tick, field } = await open(options);
    await tick();
    expect(field("value")).toBe(expected);
    expect(field("label")).toBe("Mobilnummer für WhatsApp");
  });

  it("a prefilled number is sent without touching the field", async () => {
    const { tick, posted } = await open({ phone: "0151 23456789" });
    await tick();
    const [body] = await posted(1);
    expect(body).toMatchObject({ granted: true, phone: "+4915123456789" });
  });

  it("a number that the shopper goes on to change is not sent first", async () => {
    const { tick, leave, type, posted, bodies } = await open({ phone: "0151 23456789" });
    await tick();
    await type("0170");
    await leave("0170 7654321");
    await posted(1);
    await rest(800);
    expect(bodies().map(({ phone }) => phone)).toEqual(["+491707654321"]);
  });

  it("a valid number is posted with the exact record and the session token", async () => {
    const opened = await open({ settings: { api_url: "https://app.example.test/" } });
    await opened.tick();
    await opened.leave("0151 23456789");
    const [body] = await opened.posted(1);
    expect(body?.["requestId"]).toMatch(UUID);
    expect(body).toEqual({
      v: 1,
      requestId: body?.["requestId"],
      granted: true,
      phone: "+4915123456789",
      country: "DE",
      topics: ["reminders", "recommendations", "offers"],
      tapTracking: true,
      place: "checkout",
      checkoutToken: "c0ffee01",
      wordingVersion: "checkout-2026-11-22",
      locale: "de",
      shownText: sentence("Mock Shop"),
      extensionVersion: "1.0.0",
    });
    expect(opened.fetched).toHaveBeenCalledWith(
      "https://app.example.test/api/opt-in",
      expect.objectContaining({
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", Authorization: "Bearer mock-session-token" },
      }),
    );
    await eventually(() => expect(opened.text()).toContain("+4915123456789"));
  });

  it("an implausible number shows an error in the field and posts nothing", async () => {
    const { tick, leave, field, fetched } = await open();
    await tick();
    await leave("0151");
    expect(field("error")).toBe(german["phone_error"]);
    expect(fetched).not.toHaveBeenCalled();
    await leave("0151 23456789");
    expect(field("error")).toBe("");
  });

  it("a number that the server refuses shows the same error and is not tried again", async () => {
    const opened = await open();
    opened.fetched.mockResolvedValue(new Response("{}", { status: 422 }));
    await opened.tick();
    await opened.leave("0151 23456789");
    await eventually(() => expect(opened.field("error")).toBe(german["phone_error"]));
    expect(opened.fetched).toHaveBeenCalledTimes(1);
  });

  it("a phone typed elsewhere later is offered, but sent only when the shopper takes it", async () => {
    const opened = await open();
    await opened.tick();
    opened.address.set({ phone: "0151 23456789", countryCode: "DE" });
    await rest();
    expect(opened.field("value")).toBe("0151 23456789");
    expect(opened.fetched).not.toHaveBeenCalled();
    await opened.press();
    expect(await opened.posted(1)).toMatchObject([{ phone: "+4915123456789" }]);
  });

  it("a saved number stays when the shipping phone changes", async () => {
    const opened = await openAndSave();
    opened.address.set({ phone: "+39 312 345 6789", countryCode: "IT" });
    await rest();
    expect(opened.field("value")).toBe("0151 23456789");
    expect(opened.fetched).toHaveBeenCalledTimes(1);
  });
});

describe("changing one's mind", () => {
  it("unticking withdraws the number that was granted", async () => {
    const opened = await openAndSave();
    await opened.untick();
    const [, body] = await opened.posted(2);
    expect(body).toMatchObject({ granted: false, phone: "+4915123456789", v: 1 });
    expect(opened.seen("s-phone-field")).toBe(false);
    await eventually(() => expect(opened.text()).toContain(german["withdrawn"]));
  });

  it("unticking before anything was sent sends nothing", async () => {
    const { tick, untick, fetched } = await open({ phone: "0151 23456789" });
    await tick();
    await untick();
    await rest(800);
    expect(fetched).not.toHaveBeenCalled();
  });

  it("another number is one correction that names the old one", async () => {
    const opened = await openAndSave();
    await opened.leave("+43 660 1234567");
    const [, body] = await opened.posted(2);
    expect(body).toMatchObject({
      granted: true,
      phone: "+436601234567",
      replacesPhone: "+4915123456789",
    });
  });

  it("a number that may have to be confirmed is told so, on the next step, too", async () => {
    const answer = async () => new Response(JSON.stringify({ state: "pending" }));
    const storage = createStorage();
    const opened = await openAndSave({ answer, storage });
    const words = (german["saved_pending"] ?? "").replace("{{phone}}", "+4915123456789");
    await eventually(() => expect(opened.text()).toContain(words));
    opened.goAway();
    const again = await open({ answer, storage });
    await eventually(() => expect(again.text()).toContain(words));
  });

  it("a saved number that is replaced by an unreadable one is taken back", async () => {
    const opened = await openAndSave();
    await opened.leave("0151");
    const [, body] = await opened.posted(2);
    expect(body).toMatchObject({ granted: false, phone: "+4915123456789" });
    expect(opened.field("error")).toBe(german["phone_error"]);
  });

  it("never has two requests under way, and sends the newest wish last", async () => {
    const opened = await open();
    let answer: (response: Response) => void = () => undefined;
    opened.fetched.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    await opened.tick();
    await opened.leave("0151 23456789");
    await opened.posted(1);
    await opened.leave("0151 23456780");
    await opened.leave("0151 23456781");
    await opened.untick();
    expect(opened.fetched).toHaveBeenCalledTimes(1);
    answer(new Response("{}"));
    await opened.posted(2);
    await rest();
    expect(opened.bodies().map(({ granted, phone }) => [granted, phone])).toEqual([
      [true, "+4915123456789"],
      [false, "+4915123456789"],
    ]);
  });

  it("finds its own tick again in the same checkout, and nowhere else", async () => {
    const storage = createStorage();
    await openAndSave({ storage });
    shopper?.goAway();
    const again = await open({ storage, place: "thank_you" });
    await eventually(() => expect(again.box("checked")).toBe(true));
    expect(again.field("value")).toBe("+4915123456789");
    expect(again.fetched).not.toHaveBeenCalled();
    await again.untick();
    expect(await again.posted(1)).toMatchObject([{ granted: false, phone: "+4915123456789" }]);
    await eventually(() => expect(again.text()).toContain(german["withdrawn"]));
    shopper?.goAway();
    const after = await open({ storage });
    expect(after.box("checked")).toBe(false);
  });

  it("never takes the choice of one checkout into the next", async () => {
    const storage = createStorage();
    await openAndSave({ storage });
    shopper?.goAway();
    const next = await open({ storage, checkoutToken: "c0ffee02" });
    await rest();
    expect(next.box("checked")).toBe(false);
  });
});

describe("when the network fails", () => {
  const broken: [string, () => Promise<Response>][] = [
    ["the network is down", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["the server fails", async () => new Response("", { status: 503 })],
    ["the token is refused", async () => new Response("", { status: 401 })],
  ];

  it.each(broken)("tries once more and then offers to try again: %s", async (_, fails) => {
    const opened = await open();
    opened.fetched.mockImplementation(fails);
    await opened.tick();
    await opened.leave("0151 23456789");
    await eventually(() => expect(opened.text()).toContain(german["failed"]));
    const [first, second] = opened.bodies();
    expect(opened.fetched).toHaveBeenCalledTimes(2);
    expect(second).toEqual(first);
    expect(opened.box("checked")).toBe(true);

    opened.fetched.mockImplementation(async () => new Response("{}"));
    await opened.press();
    await eventually(() => expect(opened.text()).toContain("Gespeichert"));
    expect(opened.bodies()[2]).toEqual(first);
  });

  it("a withdrawal does not wait behind the retry of a grant", async () => {
    const opened = await open();
    opened.fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await opened.tick();
    await opened.leave("0151 23456789");
    await opened.posted(1);
    await opened.untick();
    await eventually(() => expect(opened.fetched).toHaveBeenCalledTimes(2), 500);
    expect(opened.bodies()[1]).toMatchObject({ granted: false, phone: "+4915123456789" });
  });

  it("a request that is never answered is given up, so that a withdrawal still gets out", async () => {
    const opened = await open();
    opened.fetched.mockImplementationOnce(() => new Promise(() => undefined));
    await opened.tick();
    await opened.leave("0151 23456789");
    await opened.posted(1);
    await opened.untick();
    await eventually(() => expect(opened.fetched).toHaveBeenCalledTimes(2), 12_000);
    expect(opened.fetched.mock.calls[0]?.[1]?.signal?.aborted).toBe(true);
    expect(opened.bodies()[1]).toMatchObject({ granted: false, phone: "+4915123456789" });
  });

  it("a missing session token is a failure like any other", async () => {
    const opened = await open();
    Object.defineProperty(opened.extension.shopify, "sessionToken", {
      value: { get: () => Promise.reject(new Error("no token")) },
    });
    await opened.tick();
    await opened.leave("0151 23456789");
    await eventually(() => expect(opened.text()).toContain(german["try_again"]));
    expect(opened.fetched).not.toHaveBeenCalled();
  });
});

describe("the backup in the cart", () => {
  it("holds the same record as the request", async () => {
    const opened = await openAndSave();
    const [body] = opened.bodies();
    expect(opened.applied).toHaveBeenCalledWith({
      type: "updateCartMetafield",
      metafield: { namespace: "$app", key: "wa_optin", type: "json", value: JSON.stringify(body) },
    });
  });

  it("is left out where the checkout forbids it, and the opt-in is saved all the same", async () => {
    const { applied } = await openAndSave({ canSetCartMetafields: false });
    expect(applied).not.toHaveBeenCalled();
  });

  it("may fail without harm", async () => {
    const opened = await open();
    opened.applied.mockRejectedValue(new Error("accelerated checkout"));
    await opened.tick();
    await opened.leave("0151 23456789");
    await eventually(() => expect(opened.text()).toContain("Gespeichert"));
  });
});

describe("elsewhere", () => {
  it("the thank-you page asks the same and says where it asked", async () => {
    const opened = await open({ place: "thank_you", phone: "0151 23456789" });
    expect(opened.box("checked")).toBe(false);
    await opened.tick();
    expect(await opened.posted(1)).toMatchObject([
      { granted: true, place: "thank_you", phone: "+4915123456789" },
    ]);
  });

  it("works with no buyer, no checkout token and the market's country only", async () => {
    const opened = await open({ withoutBuyer: true, checkoutToken: undefined });
    await opened.tick();
    await opened.leave("0660 1234567");
    expect(await opened.posted(1)).toMatchObject([
      { phone: "+436601234567", country: "AT", checkoutToken: null },
    ]);
  });

  it("goes to the published address when the merchant set none", async () => {
    const opened = await openAndSave();
    expect(opened.fetched.mock.calls[0]?.[0]).toBe(`${DEFAULT_API_URL}/api/opt-in`);
  });

  it("the checkout editor shows a preview that saves nothing", async () => {
    const opened = await open({ inEditor: true, phone: "0151 23456789" });
    expect(opened.text()).toContain(german["preview"]);
    expect(opened.seen("s-phone-field")).toBe(true);
    await opened.tick();
    await opened.leave("0151 23456789");
    await rest(800);
    expect(opened.fetched).not.toHaveBeenCalled();
  });

  it.each(["en", "de", "fr", "es", "it", "nl", "pt-BR", "pl", "tr"])(
    "speaks %s",
    async (language) => {
      const opened = await open({ language, phone: "0151 23456789" });
      await opened.tick();
      const [body] = await opened.posted(1);
      expect(body).toMatchObject({ locale: language, shownText: opened.box("label") });
    },
  );

  it("a live signal tells its listeners (the double of these tests)", () => {
    const signal = liveSignal(1);
    const heard: number[] = [];
    const stop = signal.subscribe((value) => heard.push(value));
    signal.set(2);
    stop();
    signal.set(3);
    expect(heard).toEqual([2]);
  });
});
