import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

// A customer in front of the profile: Shopify's tester as the host, a small app behind `fetch`.

function localeTexts(language: string): Record<string, string> {
  const file = language === "en" ? "en.default" : language;
  const path = join(import.meta.dirname, `../locales/${file}.json`);
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
}

const german = localeTexts("de");
const NOTHING = {
  reminders: "none",
  recommendations: "none",
  offers: "none",
  tap_tracking: "none",
};
const REF = "7b1d3f0a-6f0e-4a57-9d26-0a4f2f5d6b01";
const number = (change: object = {}) => ({
  ref: REF,
  phone: "+49…789",
  states: { ...NOTHING, ...change },
});

/** Controls whose values are properties, as in Shopify's host. */
class Control extends HTMLElement {
  label = "";
  value = "";
  error = "";
  heading = "";
  checked: boolean | undefined = undefined;
}
for (const tag of ["s-checkbox", "s-phone-field", "s-section"]) {
  if (!customElements.get(tag)) customElements.define(tag, class extends Control {});
}

interface Visit {
  account?: object | null;
  language?: string;
  settings?: Record<string, string>;
}

let leave = () => undefined as void;
afterEach(() => leave());

const signal = <T>(value: T) => ({ value, current: value, subscribe: () => () => undefined });

function translator(language: string) {
  const texts = localeTexts(language);
  return (key: string, values: Record<string, unknown> = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`No text for ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}

/** Opens the profile of a customer of whom the app says this; null: it cannot be reached. */
async function visit({ account, language = "de", settings = {} }: Visit = {}) {
  const extension = getExtension("customer-account.profile.block.render");
  extension.setUp();
  let answer: object | null =
    account === undefined ? { shop: "Leinenwerk", wording: null, numbers: [] } : account;
  const fetched = vi.fn<typeof fetch>(async (_url, init) => {
    if (init?.method === "POST") return new Response("{}");
    return answer ? Response.json(answer) : new Response("", { status: 503 });
  });
  extension.fetch = fetched;
  const members = {
    i18n: { translate: translator(language) },
    settings: signal(settings),
    localization: {
      country: signal({ isoCode: "DE" }),
      language: signal({ isoCode: language }),
      extensionLanguage: signal({ isoCode: language }),
    },
  };
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(extension.shopify, key, { value, writable: true, configurable: true });
  }
  await extension.render();
  leave = () => {
    render(null, document.body);
    extension.tearDown();
  };
  const posts = () =>
    fetched.mock.calls.flatMap(([, init]) =>
      init?.method === "POST" && typeof init.body === "string"
        ? [z.record(z.string(), z.unknown()).parse(JSON.parse(init.body))]
        : [],
    );
  return { fetched, posts, say: (next: object | null) => void (answer = next) };
}

const boxes = () => [...document.querySelectorAll<Control>("s-checkbox")];
const boxOf = (words: string) => {
  const found = boxes().find((one) => one.label.startsWith(words));
  if (!found) throw new Error(`No box ${words}`);
  return found;
};

async function tick(words: string, checked = true): Promise<void> {
  const box = boxOf(words);
  box.checked = checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => expect(boxOf(words).checked).toBe(checked));
}

async function type(value: string): Promise<void> {
  const field = document.querySelector<Control>("s-phone-field");
  if (!field) throw new Error("No phone field");
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 20));
}

function press(key: string): void {
  const words = german[key];
  const button = [...document.querySelectorAll("s-button")].find(
    (one) => one.textContent === words,
  );
  if (!button) throw new Error(`No button ${words}`);
  button.dispatchEvent(new Event("click", { bubbles: true }));
}

const text = () => document.body.textContent ?? "";
const seen = (words: string | undefined) =>
  vi.waitFor(() => expect(text()).toContain(words ?? "no words"));
const loaded = () => vi.waitFor(() => expect(boxes().length).toBeGreaterThan(0));

beforeEach(() => {
  document.body.innerHTML = "";
});

describe("a customer who has agreed to nothing", () => {
  it("sees the whole sentence and four boxes, none of them ticked", async () => {
    await visit();
    await loaded();
    for (const part of ["Leinenwerk", "WhatsApp", "STOP", "Datenschutzerklärung"]) {
      expect(text()).toContain(part);
    }
    expect(boxes().map(({ checked }) => checked)).toEqual([false, false, false, false]);
  });

  it("agrees to what is ticked, for the number that is typed, in the words that are shown", async () => {
    const { posts } = await visit();
    await loaded();
    await tick("Angebote");
    await type("0151 23456789");
    press("save");
    await vi.waitFor(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]).toMatchObject({
      v: 1,
      granted: true,
      phone: "+4915123456789",
      topics: ["offers"],
      tapTracking: false,
      place: "customer_account",
      checkoutToken: null,
      locale: "de",
      country: "DE",
      wordingVersion: "checkout-2026-11-22",
    });
    expect(posts()[0]?.["shownText"]).toBe(
      (german["consent"] ?? "")
        .replaceAll("{{shop}}", "Leinenwerk")
        .replace("{{privacy}}", german["privacy_policy"] ?? ""),
    );
  });

  it("is asked for a topic and for a number before anything is sent", async () => {
    const { posts } = await visit();
    await loaded();
    press("save");
    await seen(german["nothing_chosen"]);
    await tick("Auswertung");
    press("save");
    await seen(german["nothing_chosen"]);
    await tick("Angebote");
    await type("0151");
    press("save");
    await vi.waitFor(() =>
      expect(document.querySelector<Control>("s-phone-field")?.error).toBe(german["phone_error"]),
    );
    expect(posts()).toEqual([]);
  });

  it("reads the merchant's own sentence", async () => {
    const own = { text: "{{shop}} per WhatsApp. Mehr: {{privacy}}", privacyLabel: "DSE" };
    const wording = { version: "own-1", locales: { de: own } };
    const { posts } = await visit({ account: { shop: "Leinenwerk", wording, numbers: [] } });
    await loaded();
    expect(text()).toContain("Leinenwerk per WhatsApp. Mehr: DSE");
    await tick("Angebote");
    await type("0151 23456789");
    press("save");
    await vi.waitFor(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]).toMatchObject({
      wordingVersion: "own-1",
      shownText: "Leinenwerk per WhatsApp. Mehr: DSE",
    });
  });

  it("follows the privacy policy where the merchant gave its address", async () => {
    await visit({ settings: { privacy_url: "https://leinenwerk.example/dse" } });
    await loaded();
    expect(document.querySelector("s-link")?.getAttribute("href")).toBe(
      "https://leinenwerk.example/dse",
    );
  });
});

describe("a customer who has agreed", () => {
  const states = { reminders: "granted", offers: "granted", tap_tracking: "granted" };
  const account = { shop: "Leinenwerk", wording: null, numbers: [number(states)] };

  it("sees where each purpose stands, and the number masked", async () => {
    await visit({ account });
    await loaded();
    expect(boxes().map(({ label }) => label.split(": ").at(-1))).toEqual([
      "zugestimmt",
      "nicht zugestimmt",
      "zugestimmt",
      "zugestimmt",
    ]);
    expect(text()).toContain("+49…789");
  });

  it("takes back one topic and nothing else", async () => {
    const { posts, say } = await visit({ account });
    await loaded();
    await tick("Angebote", false);
    say({ ...account, numbers: [number({ ...states, offers: "withdrawn" })] });
    press("save");
    await vi.waitFor(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]).toMatchObject({
      granted: false,
      ref: REF,
      phone: null,
      topics: ["offers"],
      tapTracking: false,
    });
    await vi.waitFor(() => expect(boxOf("Angebote").label).toBe("Angebote: widerrufen"));
    await seen(german["saved"]);
  });

  it("takes back everything with one button", async () => {
    const { posts } = await visit({ account });
    await loaded();
    press("withdraw_all");
    await vi.waitFor(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]).toMatchObject({ granted: false, ref: REF, topics: [], tapTracking: false });
    await seen(german["withdrawn"]);
  });

  it("is told when it could not be saved, and keeps the choice", async () => {
    const { fetched } = await visit({ account });
    await loaded();
    await tick("Angebote", false);
    fetched.mockResolvedValue(new Response("", { status: 503 }));
    press("save");
    await seen(german["failed"]);
    expect(boxOf("Angebote").checked).toBe(false);
  });

  it("is asked to confirm on WhatsApp what still waits", async () => {
    const waits = { ...account, numbers: [number({ offers: "pending" })] };
    await visit({ account: waits });
    await loaded();
    expect(text()).toContain(
      (german["please_confirm"] ?? "").replace("{{phone}}", "+49…789").slice(0, 40),
    );
    expect(boxOf("Angebote").checked).toBe(true);
  });
});

it("says so when nothing can be read, and tries again", async () => {
  const { say } = await visit({ account: null });
  await seen(german["not_read"]);
  say({ shop: "Leinenwerk", wording: null, numbers: [] });
  press("try_again");
  await loaded();
  expect(text()).not.toContain(german["not_read"]);
});
