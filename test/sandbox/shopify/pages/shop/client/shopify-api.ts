/// <reference lib="dom" />
import type { FromPage } from "./extension-messages.ts";
import type { HostConfig } from "./host-config.ts";
import { signal } from "./signal.ts";

type Metafield = { namespace?: string; key: string; type: string; value: string | number };

type Run = (given: object) => void;

/** The global `shopify` of API 2026-07, as far as extensions here use it (contract 4.3). */
export function createShopify(config: HostConfig): object {
  const api = {
    ...standardApi(config),
    ...(config.target === PROFILE ? {} : orderApi(config)),
    extend(target: string, run: Run) {
      if (target === config.target) queueMicrotask(() => run(api));
    },
  };
  return api;
}

const PROFILE = "customer-account.profile.block.render";
const ORDER_STATUS = "customer-account.order-status.block.render";

/** What every target has. The profile knows no shop and no order: that is all it gets. */
function standardApi(config: HostConfig): object {
  return {
    extension: { target: config.target, apiVersion: "2026-07", version: undefined },
    settings: signal(config.settings),
    localization: {
      country: signal({ isoCode: config.buyer.country ?? "DE" }),
      language: signal({ isoCode: config.language }),
      extensionLanguage: signal({ isoCode: config.extensionLanguage }),
    },
    i18n: { translate: translator(config.texts) },
    sessionToken: { get: sessionTokens(config.checkoutToken) },
    storage: extensionStorage(config.target === PROFILE ? "whatsapp-account" : "whatsapp-opt-in"),
  };
}

/** What targets around a checkout or an order have besides. */
function orderApi(config: HostConfig): object {
  const can = config.canSetCartMetafields;
  const state = config.isLoggedIn ? "fully_authenticated" : "pre_authenticated";
  return {
    shop: config.shop,
    checkoutToken: signal(config.checkoutToken ?? undefined),
    appMetafields: signal(metafieldsOf(config)),
    ...liveBuyer(config.buyer),
    ...(config.target === ORDER_STATUS
      ? { authenticationState: signal(state) }
      : { instructions: signal(instructions(can)) }),
    ...(can ? { applyMetafieldChange: metafieldSetter(config.checkoutToken ?? "") } : {}),
  };
}

const instructions = (can: boolean) => ({
  attributes: { canUpdateAttributes: can },
  metafields: { canSetCartMetafields: can },
});

/** As declared in the extension's TOML; nothing where the shop has no such metafield. */
function metafieldsOf({ shop, wording }: HostConfig): object[] {
  if (wording === null) return [];
  const metafield = { namespace: "$app", key: "consent_wording", type: "json", value: wording };
  return [
    { target: { type: "shop", id: shop.id }, metafield: { ...metafield, valueType: "string" } },
  ];
}

type Address = { phone: string | undefined; countryCode: string | undefined };

/** Contact and address, following the form around the frame. */
function liveBuyer(buyer: HostConfig["buyer"]): object {
  const email = signal<string | undefined>(undefined);
  const shippingAddress = signal<Address | undefined>(undefined);
  const hear = (said: Omit<HostConfig["buyer"], "contactPhone">) => {
    const { shippingPhone, country } = said;
    email.value = said.email ?? undefined;
    const address = { phone: shippingPhone ?? undefined, countryCode: country ?? undefined };
    shippingAddress.value = shippingPhone || country ? address : undefined;
  };
  hear(buyer);
  addEventListener("message", ({ source, origin, data }: MessageEvent<FromPage>) => {
    if (source === parent && origin === location.origin) hear(data.buyer);
  });
  const phone = signal(buyer.contactPhone ?? undefined);
  return { shippingAddress, buyerIdentity: { customer: signal(undefined), email, phone } };
}

function translator(texts: Record<string, string>) {
  return (key: string, values: Record<string, string | number> = {}) =>
    (texts[key] ?? key).replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) =>
      String(values[name] ?? ""),
    );
}

const REUSE_MS = 4 * 60_000;

/** A token lives 5 min and is handed out again until shortly before its end. */
function sessionTokens(checkoutToken: string | null): () => Promise<string> {
  let cached = "";
  let askedAt = 0;
  return async () => {
    if (cached && Date.now() - askedAt < REUSE_MS) return cached;
    const query = new URLSearchParams(checkoutToken === null ? {} : { checkout: checkoutToken });
    const answer = await fetch(`/shop/extension-host/session-token?${query.toString()}`);
    if (!answer.ok) throw new Error(`No session token: ${answer.status}`);
    cached = await answer.text();
    askedAt = Date.now();
    return cached;
  };
}

function metafieldSetter(checkout: string) {
  return async ({ metafield }: { metafield: Metafield }): Promise<object> => {
    const field = { namespace: "$app", ...metafield, value: String(metafield.value) };
    const answer = await fetch("/shop/extension-host/metafield", {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ checkout, field }),
    });
    if (answer.ok) return { type: "success" };
    return { type: "error", message: await answer.text() };
  };
}

/** Kept in this browser; where that is forbidden each call fails, as Shopify's does. */
function extensionStorage(extension: string) {
  const path = (key: string) => `extension:${extension}:${key}`;
  return {
    read: async (key: string): Promise<unknown> =>
      JSON.parse(localStorage.getItem(path(key)) ?? "null"),
    write: async (key: string, value: unknown) =>
      localStorage.setItem(path(key), JSON.stringify(value)),
    delete: async (key: string) => localStorage.removeItem(path(key)),
  };
}
