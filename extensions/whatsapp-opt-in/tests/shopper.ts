import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getExtension } from "@shopify/ui-extensions-tester";
import { createStorage } from "@shopify/ui-extensions-tester/checkout";
import { render } from "preact";
import { expect, vi } from "vitest";
import { z } from "zod";

// A shopper in front of the extension: Shopify's tester as the host, with the parts that it leaves
// out (live signals, translations, an address) filled in.

const TARGETS = {
  checkout: "purchase.checkout.contact.render-after",
  thank_you: "purchase.thank-you.block.render",
  order_status: "customer-account.order-status.block.render",
} as const;

export interface Visit {
  readonly place?: keyof typeof TARGETS;
  readonly language?: string;
  readonly phone?: string | undefined;
  readonly contactPhone?: string;
  readonly country?: string;
  /** Whether the target and the shop's data approval give the app an address and a buyer at all. */
  readonly withoutBuyer?: boolean;
  readonly checkoutToken?: string | undefined;
  readonly settings?: Record<string, string>;
  readonly canSetCartMetafields?: boolean;
  readonly inEditor?: boolean;
  /** Metafields that Shopify hands over, as declared in the TOML. */
  readonly appMetafields?: readonly object[];
  /** How the app answers; default: with nothing, and well. */
  readonly answer?: typeof fetch;
  readonly storage?: ReturnType<typeof createStorage>;
}

export interface LiveSignal<T> {
  value: T;
  current: T;
  subscribe(listener: (value: T) => void): () => void;
  destroy(): Promise<void>;
  set(value: T): void;
}

export function liveSignal<T>(initial: T): LiveSignal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    value: initial,
    current: initial,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => Promise.resolve(),
    set(value) {
      this.value = value;
      for (const listener of listeners) listener(value);
    },
  };
}

export function localeTexts(language: string): Record<string, string> {
  const file = language === "en" ? "en.default" : language;
  const path = join(import.meta.dirname, `../locales/${file}.json`);
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Lets time pass until the check holds; throws its last failure after `withinMs`. */
export async function eventually(check: () => void, withinMs = 4_000): Promise<void> {
  for (let waited = 0; waited < withinMs; waited += 50) {
    try {
      return check();
    } catch {
      await rest();
    }
  }
  check();
}

function translator(language: string) {
  const texts = localeTexts(language);
  return (key: string, values: Record<string, unknown> = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`No text for ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}

/** Adds a member that the tester's mock lacks; its proxy refuses plain assignment. */
function give(api: object, members: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(api, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}

/** Controls whose values are properties, as in Shopify's host; jsdom alone would keep attributes. */
class Control extends HTMLElement {
  label = "";
  value = "";
  error = "";
  checked: boolean | undefined = undefined;
}
customElements.define("s-checkbox", class extends Control {});
customElements.define("s-phone-field", class extends Control {});

/** Lets time pass; the tests run on a clock of their own. 50 ms are enough for Preact to draw. */
export const rest = (ms = 50) => vi.advanceTimersByTimeAsync(ms);

/** What every target tells of the visit. */
function membersOf(options: Visit, language: string): Record<string, unknown> {
  return {
    i18n: { translate: translator(language) },
    settings: liveSignal(options.settings ?? {}),
    checkoutToken: liveSignal("checkoutToken" in options ? options.checkoutToken : "c0ffee01"),
    storage: options.storage ?? createStorage(),
    appMetafields: liveSignal(options.appMetafields ?? []),
    localization: {
      country: liveSignal({ isoCode: "AT" }),
      extensionLanguage: liveSignal({ isoCode: language }),
    },
  };
}

/** Opens the box at a place and gives back what a shopper can see and do there. */
export async function visit(options: Visit = {}) {
  const { place = "checkout", language = "de", country = "DE" } = options;
  const phone = liveSignal({ phone: options.phone, countryCode: country });
  const extension = getExtension(TARGETS[place]);
  extension.setUp();
  const fetched = vi.fn<typeof fetch>(options.answer ?? (async () => new Response("{}")));
  extension.fetch = fetched;
  const api: object = extension.shopify;
  give(api, membersOf(options, language));
  if (!options.withoutBuyer) {
    give(api, {
      shippingAddress: phone,
      buyerIdentity: { phone: liveSignal(options.contactPhone) },
    });
  }
  const applied = vi.fn<() => Promise<{ type: "success" }>>(async () => ({ type: "success" }));
  if (place === "checkout") {
    const canSetCartMetafields = options.canSetCartMetafields ?? true;
    give(api, {
      applyMetafieldChange: applied,
      instructions: liveSignal({ metafields: { canSetCartMetafields } }),
    });
  }
  if (options.inEditor) give(extension.shopify.extension, { editor: { type: "checkout" } });
  await extension.render();
  await rest();
  const goAway = () => {
    render(null, document.body);
    extension.tearDown();
  };
  return { extension, fetched, applied, address: phone, goAway, ...actions(), ...posts(fetched) };
}

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`No ${selector} to be seen`);
  return found;
}

async function act(selector: string, event: string, change: object = {}): Promise<void> {
  const element = find(selector);
  Object.assign(element, change);
  element.dispatchEvent(new Event(event, { bubbles: event !== "blur" }));
  await rest();
}

function read(selector: string, property: string): unknown {
  const element = find(selector);
  return Reflect.get(element, property);
}

function actions() {
  return {
    seen: (selector: string) => document.querySelector(selector) !== null,
    text: () => document.body.textContent ?? "",
    box: (property: string) => read("s-checkbox", property),
    field: (property: string) => read("s-phone-field", property),
    tick: () => act("s-checkbox", "change", { checked: true }),
    untick: () => act("s-checkbox", "change", { checked: false }),
    type: (value: string) => act("s-phone-field", "input", { value }),
    leave: (value: string) => act("s-phone-field", "blur", { value }),
    press: () => act("s-button", "click"),
  };
}

function posts(fetched: ReturnType<typeof vi.fn<typeof fetch>>) {
  const bodies = () =>
    fetched.mock.calls.flatMap(([, init]) =>
      typeof init?.body === "string"
        ? [z.record(z.string(), z.unknown()).parse(JSON.parse(init.body))]
        : [],
    );
  return {
    bodies,
    posted: async (count: number) => {
      await eventually(() => expect(fetched.mock.calls.length).toBeGreaterThanOrEqual(count));
      return bodies();
    },
  };
}
