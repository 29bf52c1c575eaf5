import { toDecimal } from "./money.ts";
import type {
  Address,
  Cart,
  Checkout,
  Customer,
  Line,
  Localized,
  Product,
  Shop,
  ShopData,
  Variant,
  WhatsAppConsent,
} from "./shopify.types.ts";
import { recoverUrl, storefrontOrigin, type Store } from "./store.ts";

/** Bodies of the webhooks, with the keys of the payload reference (contract 2.6). */

export function localized(text: Localized, locale: string): string {
  return locale.toLowerCase().startsWith("de") ? text.de : text.en;
}

export function linesTotal(lines: Array<Pick<Line, "priceMinor" | "quantity">>): number {
  return lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
}

/** `checkouts/create` and `checkouts/update`: since 2026-04 without `id`. */
export function checkoutPayload(store: Store, data: ShopData, checkout: Checkout): object {
  const { shop } = data;
  const total = toDecimal(linesTotal(checkout.lines));
  const customer = checkout.customerId ? data.customers.get(checkout.customerId) : undefined;
  return {
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.email,
    gateway: null,
    buyer_accepts_marketing: false,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    created_at: checkout.createdAt,
    updated_at: checkout.updatedAt,
    landing_site: "/shop",
    referring_site: "",
    note: null,
    note_attributes: checkout.attributes,
    shipping_lines: [],
    shipping_address: addressPayload(checkout.shippingAddress),
    billing_address: addressPayload(checkout.shippingAddress),
    taxes_included: true,
    total_weight: 0,
    currency: shop.currency,
    presentment_currency: shop.currency,
    completed_at: checkout.completedAt,
    closed_at: null,
    user_id: null,
    location_id: null,
    source_identifier: null,
    source_url: null,
    source_name: checkout.sourceName,
    source: null,
    device_id: null,
    phone: checkout.phone,
    customer_locale: checkout.locale,
    line_items: checkout.lines.map(checkoutLine),
    name: checkout.name,
    abandoned_checkout_url: recoverUrl(store, shop, checkout.token),
    discount_codes: [],
    tax_lines: [],
    total_discounts: "0.00",
    total_line_items_price: total,
    total_price: total,
    total_tax: "0.00",
    subtotal_price: total,
    total_duties: null,
    reservation_token: null,
    ...(customer ? { customer: customerBrief(customer) } : {}),
  };
}

function checkoutLine(line: Line): object {
  return {
    key: line.key,
    product_id: line.productId,
    variant_id: line.variantId,
    variant_price: toDecimal(line.priceMinor),
    title: line.title,
    presentment_title: line.title,
    variant_title: line.variantTitle,
    presentment_variant_title: line.variantTitle,
    quantity: line.quantity,
    price: toDecimal(line.priceMinor),
    line_price: toDecimal(line.priceMinor * line.quantity),
    compare_at_price: null,
    sku: line.sku,
    vendor: "",
    requires_shipping: true,
    taxable: true,
    gift_card: false,
    properties: [],
    applied_discounts: [],
    tax_lines: [],
  };
}

/** `checkouts/delete` keeps the old form: an `id` and the cart token, no `token` (contract 2.5). */
export function checkoutDeletePayload(checkout: Checkout): object {
  const total = toDecimal(linesTotal(checkout.lines));
  return {
    id: checkout.id,
    cart_token: checkout.cartToken,
    total_line_items_price: total,
    total_price: total,
    subtotal_price: total,
  };
}

export function cartPayload(data: ShopData, cart: Cart): object {
  return {
    id: cart.token,
    token: cart.token,
    line_items: cart.lines.map((line) => ({
      id: line.variantId,
      ...checkoutLine(line),
      discounted_price: toDecimal(line.priceMinor),
      price_set: priceSet(data.shop, line.priceMinor),
    })),
    note: null,
    created_at: cart.createdAt,
    updated_at: cart.updatedAt,
  };
}

/** No consent block: customers/create and customers/update carry none (contract 2.6). */
export function customerPayload(customer: Customer): object {
  return {
    ...customerBrief(customer),
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    state: "disabled",
    note: null,
    verified_email: true,
    tax_exempt: false,
    addresses: [],
  };
}

/** The customer inside checkouts and orders: neither consent nor tags. */
export function customerBrief(customer: Customer): object {
  return {
    id: customer.id,
    email: customer.email,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    default_address: null,
  };
}

export function whatsAppConsentPayload(customer: Customer, consent: WhatsAppConsent): object {
  return {
    customer_id: customer.id,
    phone_number: customer.phone,
    whats_app_marketing_consent: {
      state: consent.state.toLowerCase(),
      opt_in_level: consent.optInLevel?.toLowerCase() ?? null,
      updated_at: consent.updatedAt,
      collected_from: consent.collectedFrom,
    },
  };
}

export function productPayload(store: Store, data: ShopData, product: Product): object {
  const { locale } = data.shop;
  const image = {
    id: product.id,
    product_id: product.id,
    src: `${store.origin}${product.picture}`,
  };
  return {
    id: product.id,
    admin_graphql_api_id: `gid://shopify/Product/${product.id}`,
    title: localized(product.title, locale),
    body_html: localized(product.description, locale),
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    tags: product.tags.join(", "),
    status: product.status,
    published_at: product.published ? product.createdAt : null,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    image,
    images: [image],
    variants: product.variants.map((variant, index) =>
      variantPayload(product, variant, { locale, position: index + 1 }),
    ),
  };
}

function variantPayload(
  product: Product,
  variant: Variant,
  where: { locale: string; position: number },
): object {
  return {
    id: variant.id,
    admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
    product_id: product.id,
    title: localized(variant.title, where.locale),
    price: toDecimal(variant.priceMinor),
    compare_at_price: variant.compareAtMinor === null ? null : toDecimal(variant.compareAtMinor),
    position: where.position,
    sku: variant.sku,
    inventory_policy: "deny",
    inventory_quantity: variant.available ? 25 : 0,
    updated_at: product.updatedAt,
  };
}

export function shopPayload(store: Store, shop: Shop): object {
  return {
    id: shop.id,
    name: shop.name,
    email: shop.email,
    domain: new URL(storefrontOrigin(store, shop)).host,
    myshopify_domain: shop.domain,
    currency: shop.currency,
    iana_timezone: shop.zone,
    primary_locale: shop.locale,
    plan_name: shop.plan.toLowerCase(),
    created_at: shop.createdAt,
    marketing_sms_consent_enabled_at_checkout: false,
  };
}

export function addressPayload(address: Address | null): object | null {
  if (!address) return null;
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    name: [address.firstName, address.lastName].filter(Boolean).join(" ") || null,
    phone: address.phone,
    address1: address.address1,
    city: address.city,
    zip: address.zip,
    country_code: address.countryCode,
    province_code: null,
  };
}

export function priceSet(shop: Shop, minor: number): object {
  const money = { amount: toDecimal(minor), currency_code: shop.currency };
  return { shop_money: money, presentment_money: money };
}
