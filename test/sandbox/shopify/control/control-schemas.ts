import { z } from "zod";

/** Bodies of the control API. Unknown keys are refused: a typo in a test must not pass unseen. */
const nullableText = z.string().nullish();
const line = z.strictObject({
  variantId: z.number().int().optional(),
  quantity: z.number().int().positive().default(1),
  title: z.string().optional(),
  price: z.string().optional(),
  giftCard: z.boolean().optional(),
});
const attribute = z.strictObject({ name: z.string(), value: z.string() });
const localized = z.union([
  z.string().transform((text) => ({ de: text, en: text })),
  z.strictObject({ de: z.string(), en: z.string() }),
]);

const shop = z.strictObject({
  domain: z.string().regex(/^[a-z0-9-]+\.myshopify\.com$/),
  name: z.string(),
  currency: z.string().length(3).default("EUR"),
  zone: z.string().default("Europe/Berlin"),
  locale: z.string().default("de"),
  email: z.string().default("shop@example.test"),
  storefrontUrl: z.url().nullish(),
  privacyUrl: z.string().default("https://shop.example.test/policies/privacy-policy"),
  plan: z.enum(["Basic", "Standard", "Advanced", "Plus", "Enterprise"]).default("Plus"),
  installed: z.boolean().default(true),
});

const product = z.strictObject({
  id: z.number().int(),
  handle: z.string(),
  title: localized,
  description: localized.default({ de: "", en: "" }),
  vendor: z.string().default(""),
  productType: z.string().default(""),
  tags: z.array(z.string()).default([]),
  collections: z.array(z.string()).default([]),
  status: z.enum(["active", "draft", "archived"]).default("active"),
  published: z.boolean().default(true),
  picture: z.string().optional(),
  variants: z
    .array(
      z.strictObject({
        id: z.number().int(),
        title: localized.default({ de: "Standard", en: "Default Title" }),
        price: z.string(),
        compareAt: z.string().optional(),
        sku: z.string().optional(),
        available: z.boolean().default(true),
      }),
    )
    .min(1),
});

/** Without `products` every shop gets the Leinenwerk range. */
export const seedSchema = z.strictObject({
  shops: z.array(shop).min(1),
  products: z.array(product).optional(),
});
export type SeedShop = z.infer<typeof shop>;
export type SeedProduct = z.infer<typeof product>;

const checkoutFields = {
  email: nullableText,
  phone: nullableText,
  shippingPhone: nullableText,
  firstName: nullableText,
  lastName: nullableText,
  address1: nullableText,
  city: nullableText,
  zip: nullableText,
  country: nullableText,
  locale: z.string().optional(),
  customerId: z.number().int().nullish(),
  lineItems: z.array(line).optional(),
  attributes: z.array(attribute).optional(),
  sourceName: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
};

export const checkoutSchema = z.strictObject({
  shop: z.string(),
  token: z.string().optional(),
  cartToken: z.string().optional(),
  ...checkoutFields,
});

/** `{i}` in e-mail, phone, names becomes the number of the checkout; in phones it is padded to seven digits. */
export const burstSchema = z.strictObject({
  shop: z.string(),
  count: z.number().int().positive().max(100_000),
  /** checkouts/update after each checkouts/create. */
  updates: z.number().int().min(0).default(0),
  /** First number. */
  from: z.number().int().min(0).default(0),
  ...checkoutFields,
  email: z.string().nullish().default("burst-{i}@example.test"),
  phone: z.string().nullish().default("+49151{i}"),
});
export type Burst = z.infer<typeof burstSchema>;

export const orderSchema = z.strictObject({
  shop: z.string(),
  checkoutToken: z.string().optional(),
  cartToken: z.string().optional(),
  paid: z.boolean().optional(),
  email: nullableText,
  phone: nullableText,
  customerId: z.number().int().nullish(),
  firstName: nullableText,
  lastName: nullableText,
  country: nullableText,
  locale: z.string().optional(),
  lineItems: z.array(line).optional(),
  sourceName: z.string().optional(),
  landingSite: z.string().optional(),
  test: z.boolean().optional(),
  createdAt: z.string().optional(),
  processedAt: z.string().optional(),
});

export const refundSchema = z.strictObject({
  shop: z.string().optional(),
  /** Default: everything that is left. */
  lines: z
    .array(z.strictObject({ lineId: z.number().int(), quantity: z.number().int().positive() }))
    .optional(),
});

const carrierWord = z.enum(["confirmed", "in_transit", "out_for_delivery", "delivered", "failure"]);
export const fulfilSchema = z.strictObject({
  shop: z.string().optional(),
  shipmentStatus: carrierWord.optional(),
  cancelled: z.boolean().optional(),
  whole: z.boolean().optional(),
});
export const parcelsSchema = z.strictObject({
  shop: z.string().optional(),
  shipmentStatus: carrierWord,
});

export const sessionTokenSchema = z.strictObject({
  kind: z.enum(["admin", "extension"]),
  shop: z.string(),
  customerId: z.number().int().optional(),
  userId: z.string().optional(),
  audience: z.string().optional(),
  expiresInS: z.number().int().optional(),
  jti: z.string().optional(),
  secret: z.string().optional(),
  dest: z.string().optional(),
});

export const extensionRequestSchema = z.strictObject({
  shop: z.string(),
  path: z.string().default("/api/opt-in"),
  body: z.unknown(),
  /** Default: a fresh extension token of the shop. */
  token: z.string().optional(),
  customerId: z.number().int().optional(),
  origin: z.string().optional(),
});

export const modeSchema = z.strictObject({
  mode: z.enum(["normal", "duplicate", "shuffle", "storm", "hold", "release"]),
});

export const rawWebhookSchema = z.strictObject({
  shop: z.string(),
  topic: z.string(),
  /** An object is sent as JSON; a string is sent as it is, so truncated JSON can be sent too. */
  body: z.union([z.string(), z.record(z.string(), z.unknown())]),
  webhookId: z.string().optional(),
  eventId: z.string().optional(),
  triggeredAt: z.string().optional(),
  secret: z.string().optional(),
});

export const complianceSchema = z.strictObject({
  shop: z.string(),
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  customerId: z.number().int().optional(),
});

export const productChangeSchema = z.strictObject({
  shop: z.string().optional(),
  available: z.boolean().optional(),
  price: z.string().optional(),
  compareAt: z.string().nullish(),
  variantId: z.number().int().optional(),
  title: z.string().optional(),
  status: z.enum(["active", "draft", "archived"]).optional(),
  published: z.boolean().optional(),
});

export const productMarketSchema = z.strictObject({
  shop: z.string().optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  published: z.boolean().optional(),
  available: z.boolean().optional(),
  price: z.string().optional(),
  currency: z.string().length(3).optional(),
});

export const newProductSchema = z.strictObject({ shop: z.string(), product });

export const customerSchema = z.strictObject({
  shop: z.string(),
  id: z.number().int().optional(),
  email: nullableText,
  phone: nullableText,
  firstName: nullableText,
  lastName: nullableText,
  locale: z.string().optional(),
});

export const consentSchema = z.strictObject({
  shop: z.string(),
  customerId: z.number().int(),
  state: z.enum(["NEVER_SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "PENDING"]),
  optInLevel: z.enum(["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"]).default("SINGLE_OPT_IN"),
  collectedFrom: z.enum(["SHOPIFY", "OTHER"]).default("SHOPIFY"),
  updatedAt: z.string().optional(),
});

export const faultsSchema = z.strictObject({
  graphqlOutage: z.boolean().optional(),
  throttle: z.boolean().optional(),
  latencyMs: z.number().min(0).optional(),
  appProxy: z.enum(["ok", "renamed", "password", "moved", "down"]).optional(),
});

export const pastOrdersSchema = z.strictObject({
  shop: z.string(),
  count: z.number().int().positive().max(5000).default(400),
  /** How far back they reach: within 60 every app sees them. */
  days: z.number().positive().default(58),
  /** Only where nobody has ordered yet. */
  once: z.boolean().default(false),
});

export const bulkSchema = z.strictObject({
  delayMs: z.number().min(0).nullish(),
  fail: z.enum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]).nullish(),
  cancel: z.boolean().optional(),
  cutAfterBytes: z.number().int().min(0).nullish(),
  expired: z.boolean().optional(),
  hostileLines: z.array(z.string()).optional(),
});

export const tokensSchema = z.strictObject({
  shop: z.string(),
  /** "access" and "refresh" expire that token of every pair; "revoke" forgets all pairs. */
  expire: z.enum(["access", "refresh", "revoke"]),
});

/**
 * What the shop's tokens may do from now on: `scopes` instead of the TOML's (a merchant has not yet agreed to
 * a release that asks for more), and `add` beyond them (Shopify has approved more).
 */
export const scopesSchema = z.strictObject({
  shop: z.string(),
  scopes: z.array(z.string()).optional(),
  add: z.array(z.string()).default([]),
});

export const shopSchema = z.strictObject({ shop: z.string() });
export const shopMaybeSchema = z.strictObject({ shop: z.string().optional() });
export const drainSchema = z.strictObject({ timeoutMs: z.number().default(10_000) });
/** keepShops: shops, products, installs and tokens stay; carts, checkouts, orders, customers and logs go. */
export const resetSchema = z.strictObject({ keepShops: z.boolean().default(false) });
