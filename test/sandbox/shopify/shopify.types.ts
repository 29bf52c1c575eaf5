/** The stand-in's own picture of a Shopify store. Money is minor units in the shop's currency. */
export type Localized = { de: string; en: string };

export type Shop = {
  id: number;
  domain: string;
  name: string;
  currency: string;
  zone: string;
  locale: string;
  email: string;
  /** Origin of the online store, without a trailing slash; null = the stand-in's own origin. */
  storefrontUrl: string | null;
  privacyUrl: string;
  /** "Basic" | "Standard" | "Advanced" | "Plus" | "Enterprise": sets the API rate and the checkout targets. */
  plan: string;
  installed: boolean;
  createdAt: string;
};

export type Variant = {
  id: number;
  title: Localized;
  priceMinor: number;
  compareAtMinor: number | null;
  sku: string;
  available: boolean;
};

/** How a product differs in one country from what it is in the shop's own market. */
export type ProductMarket = {
  published?: boolean | undefined;
  available?: boolean | undefined;
  priceMinor?: number | undefined;
  currency?: string | undefined;
};

export type Product = {
  id: number;
  handle: string;
  title: Localized;
  description: Localized;
  vendor: string;
  productType: string;
  tags: string[];
  /** Handles. */
  collections: string[];
  status: "active" | "draft" | "archived";
  /** In the online store. */
  published: boolean;
  /** By country. */
  markets: Record<string, ProductMarket>;
  /** Path on the stand-in, e.g. "/pictures/leinen-kissen.jpg". */
  picture: string;
  variants: Variant[];
  createdAt: string;
  updatedAt: string;
};

export type WhatsAppConsent = {
  state: "NEVER_SUBSCRIBED" | "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING";
  optInLevel: "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN" | "UNKNOWN" | null;
  updatedAt: string | null;
  collectedFrom: "OTHER" | "SHOPIFY" | null;
};

export type Metafield = { id: number; namespace: string; key: string; type: string; value: string };

export type Customer = {
  id: number;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  tags: string[];
  metafields: Metafield[];
  whatsApp: WhatsAppConsent;
  createdAt: string;
  updatedAt: string;
};

export type NameValue = { name: string; value: string };

/** A line keeps the title and price of the moment it was added: prices change, old carts do not. */
export type Line = {
  key: string;
  productId: number | null;
  variantId: number | null;
  title: string;
  variantTitle: string | null;
  priceMinor: number;
  quantity: number;
  sku: string;
  giftCard?: boolean | undefined;
};

export type Cart = {
  token: string;
  lines: Line[];
  attributes: NameValue[];
  createdAt: string;
  updatedAt: string;
};

export type Address = {
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  address1: string | null;
  city: string | null;
  zip: string | null;
  countryCode: string | null;
};

export type Checkout = {
  id: number;
  token: string;
  cartToken: string;
  /** "#…": equals AbandonedCheckout.name. */
  name: string;
  email: string | null;
  phone: string | null;
  locale: string;
  customerId: number | null;
  shippingAddress: Address | null;
  attributes: NameValue[];
  lines: Line[];
  sourceName: string;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
};

/** A parcel. */
export type Fulfillment = {
  id: number;
  status: "success" | "cancelled";
  /** the carrier's word; null: it says nothing */
  shipmentStatus: "confirmed" | "in_transit" | "out_for_delivery" | "delivered" | "failure" | null;
  createdAt: string;
  updatedAt: string;
  deliveredAt: string | null;
};

export type Order = {
  id: number;
  token: string;
  number: number;
  name: string;
  checkoutToken: string | null;
  cartToken: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  customerId: number | null;
  shippingAddress: Address | null;
  attributes: NameValue[];
  metafields: Metafield[];
  tags: string[];
  lines: Array<Line & { id: number; currentQuantity: number }>;
  sourceName: string;
  test: boolean;
  landingSite: string | null;
  financialStatus: "pending" | "paid" | "partially_refunded" | "refunded" | "voided";
  cancelledAt: string | null;
  cancelReason: string | null;
  fulfillments: Fulfillment[];
  /** When it was ordered, where somebody entered it later. */
  processedAt: string;
  createdAt: string;
  updatedAt: string;
};

/** Everything of one shop. Maps keep insertion order, which is creation order. */
export type ShopData = {
  shop: Shop;
  /** the app's own, on the shop and on its installation */
  metafields: { shop: Metafield[]; app: Metafield[] };
  products: Map<number, Product>;
  customers: Map<number, Customer>;
  carts: Map<string, Cart>;
  checkouts: Map<string, Checkout>;
  orders: Map<number, Order>;
};

/** One change that a page may want to redraw; sent as SSE `data: {"kind":…}`. */
export type ShopifyEvent = { kind: string; shop?: string; [detail: string]: unknown };
