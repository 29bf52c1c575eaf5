import { parsePhone } from "#app/shared/phone.ts";
import { readShopifyBody, type ShopifyBody } from "./shopify-body.rules.ts";

/** Something that names a person, a checkout or a cart, normalised so that equal things are equal. */
export type IntakeKey = {
  readonly kind: "phone" | "email" | "customer" | "bsuid" | "checkout" | "cart";
  readonly value: string;
};

export type FoundKeys = {
  readonly identifiers: readonly IntakeKey[];
  /** Why nothing could be read; null for a body that is fine, also when it names nobody. */
  readonly problem: string | null;
};

type Keys = (IntakeKey | null)[];

function token(kind: "checkout" | "cart", value: string | null | undefined): IntakeKey | null {
  // The cart token of /cart.js carries a key behind it; the webhook's does not (contract 3.3).
  const bare = value?.split("?")[0]?.trim();
  return bare ? { kind, value: bare } : null;
}

function customerKey(id: string | null | undefined): IntakeKey | null {
  const digits = /^(?:gid:\/\/shopify\/Customer\/)?(\d+)$/.exec(id ?? "")?.[1];
  return digits ? { kind: "customer", value: digits } : null;
}

function emailKeys(body: ShopifyBody): Keys {
  const emails = [body.email, body.contact_email, body.email_address, body.customer?.email];
  return emails.map((email) => {
    const value = email?.trim().toLowerCase();
    return value?.includes("@") ? { kind: "email", value } : null;
  });
}

function phoneKeys(body: ShopifyBody): Keys {
  const home = body.customer?.default_address ?? body.default_address;
  const addresses = [body.shipping_address, body.billing_address, home, ...body.addresses];
  const country = addresses.find((one) => one?.country_code)?.country_code;
  const spellings = new Map<string, readonly [phone: string, country: string | null | undefined]>();
  const note = (phone: string | null | undefined, of: string | null | undefined) => {
    // The same number stands in several places: reading one takes longer than all else here.
    if (phone) spellings.set(`${phone} ${of}`, [phone, of]);
  };
  for (const phone of [body.phone, body.phone_number, body.sms_marketing_phone]) {
    note(phone, country);
  }
  note(body.customer?.phone, country);
  for (const one of addresses) note(one?.phone, one?.country_code ?? country);
  return [...spellings.values()].map((spelling) => {
    const value = parsePhone(...spelling);
    return value ? { kind: "phone", value } : null;
  });
}

const personKeys = (body: ShopifyBody): Keys => [
  customerKey(body.customer?.id),
  ...phoneKeys(body),
  ...emailKeys(body),
];
const customerKeys = (body: ShopifyBody): Keys => [customerKey(body.id), ...personKeys(body)];

/** What a body names, by the beginning of its topic. Other topics are about nobody: a shop, a product. */
const READERS: readonly { readonly topic: string; readonly read: (body: ShopifyBody) => Keys }[] = [
  {
    topic: "checkouts/",
    read: (body) => [
      token("checkout", body.token),
      token("cart", body.cart_token),
      ...personKeys(body),
    ],
  },
  {
    topic: "orders/",
    // The order's own `token` is another thing than the checkout's.
    read: (body) => [
      token("checkout", body.checkout_token),
      token("cart", body.cart_token),
      ...personKeys(body),
    ],
  },
  { topic: "carts/", read: (body) => [token("cart", body.token ?? body.id)] },
  { topic: "customers/redact", read: personKeys },
  { topic: "customers/data_request", read: personKeys },
  { topic: "customers/", read: customerKeys },
  { topic: "customers_marketing_consent/", read: customerKeys },
  {
    topic: "customers_whats_app_marketing_consent/",
    read: (body) => [customerKey(body.customer_id), ...personKeys(body)],
  },
  {
    topic: "customers_email_marketing_consent/",
    read: (body) => [customerKey(body.customer_id), ...personKeys(body)],
  },
];

/** Drops what is not there and what is there twice. */
export function distinct(keys: readonly (IntakeKey | null)[]): IntakeKey[] {
  const byText = new Map<string, IntakeKey>();
  for (const key of keys) {
    if (key) byText.set(`${key.kind} ${key.value}`, key);
  }
  return [...byText.values()];
}

/**
 * Everybody and everything that a Shopify delivery names: phones in E.164 (national spellings read in
 * the address's country), e-mails in lower case, customers by their number, checkout and cart tokens.
 * Never throws: what cannot be read is a problem, and names nobody.
 */
export function identifiersOfShopify(topic: string, json: unknown): FoundKeys {
  const reader = READERS.find((one) => topic.startsWith(one.topic));
  if (!reader) return { identifiers: [], problem: null };
  const body = readShopifyBody(json);
  if (!body) return { identifiers: [], problem: "The body is not a JSON object" };
  return { identifiers: distinct(reader.read(body)), problem: null };
}
