import { toDecimal } from "../money.ts";
import { linesTotal, localized } from "../payloads.ts";
import { findVariant } from "../catalogue.ts";
import type {
  Address,
  Checkout,
  Customer,
  Line,
  Metafield,
  NameValue,
  Order,
  Product,
  ShopData,
  Variant,
} from "../shopify.types.ts";
import { ordersBy, productUrl, recoverUrl, storefrontOrigin } from "../store.ts";
import { gid, type AdminContext } from "./admin-context.ts";
import { connection, type PageArgs } from "./connection.ts";

/** The objects of the Admin API, as far as the stand-in knows them. A field that is a function gets its arguments. */

type MetafieldArgs = { namespace?: string | null; key: string };

export function shopNode({ store, data }: AdminContext): object {
  const { shop } = data;
  const url = storefrontOrigin(store, shop);
  const domain = {
    id: gid("Domain", shop.id),
    host: new URL(url).host,
    url,
    sslEnabled: url.startsWith("https:"),
  };
  return {
    __typename: "Shop",
    id: gid("Shop", shop.id),
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    currencyCode: shop.currency,
    ianaTimezone: shop.zone,
    myshopifyDomain: shop.domain,
    primaryDomain: domain,
    domains: [domain],
    url,
    createdAt: shop.createdAt,
    updatedAt: shop.createdAt,
    setupRequired: false,
    shopOwnerName: shop.name,
    marketingSmsConsentEnabledAtCheckout: false,
    enabledPresentmentCurrencies: [shop.currency],
    taxesIncluded: true,
    plan: {
      displayName: shop.plan,
      publicDisplayName: shop.plan,
      partnerDevelopment: false,
      shopifyPlus: shop.plan === "Plus" || shop.plan === "Enterprise",
    },
    shopPolicies: [
      { id: gid("ShopPolicy", shop.id), type: "PRIVACY_POLICY", title: "Privacy policy" },
    ].map((policy) => ({ ...policy, url: shop.privacyUrl, body: "" })),
  };
}

export function orderNode(context: AdminContext, order: Order): object {
  const { data, store } = context;
  const total = linesTotal(order.lines);
  const current = linesTotal(order.lines.map((l) => ({ ...l, quantity: l.currentQuantity })));
  const customer = () => {
    const found = order.customerId === null ? null : data.customers.get(order.customerId);
    return found ? customerNode(context, found) : null;
  };
  return {
    __typename: "Order",
    id: gid("Order", order.id),
    legacyResourceId: order.id,
    name: order.name,
    number: order.number,
    checkoutToken: order.checkoutToken,
    cartToken: order.cartToken,
    email: order.email,
    phone: order.phone,
    createdAt: order.createdAt,
    processedAt: order.createdAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason?.toUpperCase() ?? null,
    closed: false,
    closedAt: null,
    confirmed: true,
    test: order.test,
    tags: order.tags,
    note: null,
    currencyCode: data.shop.currency,
    presentmentCurrencyCode: data.shop.currency,
    customerLocale: order.locale,
    sourceName: order.sourceName,
    displayFinancialStatus: order.financialStatus.toUpperCase(),
    displayFulfillmentStatus: "UNFULFILLED",
    fullyPaid: order.financialStatus === "paid",
    unpaid: order.financialStatus === "pending",
    totalPriceSet: moneyBag(data, total),
    subtotalPriceSet: moneyBag(data, total),
    currentTotalPriceSet: moneyBag(data, current),
    currentSubtotalPriceSet: moneyBag(data, current),
    totalDiscountsSet: moneyBag(data, 0),
    totalRefundedSet: moneyBag(data, total - current),
    customAttributes: attributes(order.attributes),
    discountCodes: [],
    statusPageUrl: `${storefrontOrigin(store, data.shop)}/shop/orders/${order.token}`,
    shippingAddress: address(order.shippingAddress, order.id),
    billingAddress: address(order.shippingAddress, order.id),
    customer,
    lineItems: (args: PageArgs) => connection(order.lines, args, (l) => orderLine(context, l)),
    metafield: (args: MetafieldArgs) => metafield(order.metafields, args),
  };
}

function orderLine(context: AdminContext, line: Order["lines"][number]): object {
  const { data } = context;
  return {
    ...sharedLine(context, line),
    __typename: "LineItem",
    id: gid("LineItem", line.id),
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    currentQuantity: line.currentQuantity,
    refundableQuantity: line.currentQuantity,
    isGiftCard: false,
    requiresShipping: true,
    originalUnitPriceSet: moneyBag(data, line.priceMinor),
    originalTotalSet: moneyBag(data, line.priceMinor * line.quantity),
    discountedUnitPriceSet: moneyBag(data, line.priceMinor),
    discountedTotalSet: moneyBag(data, line.priceMinor * line.quantity),
    totalDiscountSet: moneyBag(data, 0),
  };
}

function sharedLine(context: AdminContext, line: Line): object {
  const found = line.variantId === null ? undefined : findVariant(context.data, line.variantId);
  return {
    title: line.title,
    variantTitle: line.variantTitle,
    quantity: line.quantity,
    sku: line.sku,
    customAttributes: [],
    discountAllocations: [],
    image: () => (found ? image(context, found.product) : null),
    product: () => (found ? productNode(context, found.product) : null),
    variant: () => (found ? variantNode(context, found) : null),
  };
}

export function checkoutNode(context: AdminContext, checkout: Checkout): object {
  const { data, store } = context;
  const total = moneyBag(data, linesTotal(checkout.lines));
  const lines = checkout.lines.map((line) => ({ ...line, id: line.key }));
  const customer = checkout.customerId ? data.customers.get(checkout.customerId) : undefined;
  return {
    __typename: "AbandonedCheckout",
    id: gid("AbandonedCheckout", checkout.id),
    name: checkout.name,
    abandonedCheckoutUrl: recoverUrl(store, data.shop, checkout.token),
    createdAt: checkout.createdAt,
    updatedAt: checkout.updatedAt,
    completedAt: checkout.completedAt,
    note: "",
    discountCodes: [],
    taxLines: [],
    taxesIncluded: true,
    customAttributes: attributes(checkout.attributes),
    customer: () => (customer ? customerNode(context, customer) : null),
    shippingAddress: address(checkout.shippingAddress, checkout.id),
    billingAddress: address(checkout.shippingAddress, checkout.id),
    totalPriceSet: total,
    subtotalPriceSet: total,
    totalLineItemsPriceSet: total,
    totalDiscountSet: moneyBag(data, 0),
    totalTaxSet: moneyBag(data, 0),
    lineItems: (args: PageArgs) => connection(lines, args, (l) => checkoutLine(context, l)),
  };
}

function checkoutLine(context: AdminContext, line: Line): object {
  const { data } = context;
  return {
    ...sharedLine(context, line),
    __typename: "AbandonedCheckoutLineItem",
    id: gid("AbandonedCheckoutLineItem", line.key),
    originalUnitPriceSet: moneyBag(data, line.priceMinor),
    originalTotalPriceSet: moneyBag(data, line.priceMinor * line.quantity),
    discountedUnitPriceSet: moneyBag(data, line.priceMinor),
    discountedTotalPriceSet: moneyBag(data, line.priceMinor * line.quantity),
  };
}

export function customerNode(context: AdminContext, customer: Customer): object {
  const { store, data } = context;
  const orders = () => ordersBy(store, data.shop.domain, `customer_id:${customer.id}`);
  return {
    __typename: "Customer",
    id: gid("Customer", customer.id),
    legacyResourceId: customer.id,
    displayName: displayName(customer),
    firstName: customer.firstName,
    lastName: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    locale: customer.locale,
    tags: customer.tags,
    note: null,
    state: "DISABLED",
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
    verifiedEmail: true,
    taxExempt: false,
    canDelete: orders().length === 0,
    numberOfOrders: orders().length,
    defaultEmailAddress: customer.email && emailAddress(customer.email),
    defaultPhoneNumber: phoneNumber(customer),
    lastOrder: () => {
      const last = orders().at(-1);
      return last ? orderNode(context, last) : null;
    },
    orders: (args: PageArgs & { reverse?: boolean }) => {
      const sorted = args.reverse ? orders().toReversed() : orders();
      return connection(sorted, args, (order) => orderNode(context, order));
    },
    metafield: (args: MetafieldArgs) => metafield(customer.metafields, args),
  };
}

function displayName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.phone || "";
}

function emailAddress(email: string): object {
  return { emailAddress: email, validFormat: true, marketingState: "NOT_SUBSCRIBED" };
}

export function phoneNumber(customer: Customer): object | null {
  if (!customer.phone) return null;
  const { state, optInLevel, updatedAt, collectedFrom } = customer.whatsApp;
  return {
    __typename: "CustomerPhoneNumber",
    phoneNumber: customer.phone,
    whatsAppMarketingConsent: { state, optInLevel, updatedAt, collectedFrom },
    marketingState: "NOT_SUBSCRIBED",
    smsMarketingConsent: { state: "NEVER_SUBSCRIBED" },
  };
}

export function productNode(context: AdminContext, product: Product): object {
  const { data, store } = context;
  const { locale, currency } = data.shop;
  const prices = product.variants.map((variant) => variant.priceMinor);
  const money = (minor: number) => ({ amount: toDecimal(minor), currencyCode: currency });
  const variant = (item: Variant) => variantNode(context, { product, variant: item });
  return {
    __typename: "Product",
    id: gid("Product", product.id),
    legacyResourceId: product.id,
    handle: product.handle,
    title: localized(product.title, locale),
    description: localized(product.description, locale),
    descriptionHtml: `<p>${localized(product.description, locale)}</p>`,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    status: "ACTIVE",
    isGiftCard: false,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.createdAt,
    onlineStoreUrl: productUrl(store, data.shop, product.handle),
    totalInventory: product.variants.filter((item) => item.available).length * 25,
    tracksInventory: true,
    hasOnlyDefaultVariant: product.variants.length === 1,
    hasOutOfStockVariants: product.variants.some((item) => !item.available),
    variantsCount: { count: product.variants.length, precision: "EXACT" },
    priceRangeV2: {
      minVariantPrice: money(Math.min(...prices)),
      maxVariantPrice: money(Math.max(...prices)),
    },
    featuredImage: image(context, product),
    featuredMedia: mediaImage(context, product),
    media: (args: PageArgs) => connection([product], args, () => mediaImage(context, product)),
    images: (args: PageArgs) => connection([product], args, () => image(context, product)),
    variants: (args: PageArgs) => connection(product.variants, args, variant),
  };
}

export function variantNode(
  context: AdminContext,
  { product, variant }: { product: Product; variant: Variant },
): object {
  const { locale } = context.data.shop;
  const title = localized(variant.title, locale);
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    legacyResourceId: variant.id,
    title,
    displayName: `${localized(product.title, locale)} - ${title}`,
    price: toDecimal(variant.priceMinor),
    compareAtPrice: null,
    sku: variant.sku,
    availableForSale: variant.available,
    inventoryQuantity: variant.available ? 25 : 0,
    sellableOnlineQuantity: variant.available ? 25 : 0,
    inventoryPolicy: "DENY",
    taxable: true,
    position: product.variants.indexOf(variant) + 1,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    image: image(context, product),
    media: (args: PageArgs) => connection([product], args, () => mediaImage(context, product)),
    product: () => productNode(context, product),
  };
}

function image({ store, data }: AdminContext, product: Product): object {
  const url = `${store.origin}${product.picture}`;
  return {
    __typename: "Image",
    id: gid("ProductImage", product.id),
    url,
    src: url,
    altText: localized(product.title, data.shop.locale),
    width: 1200,
    height: 1200,
  };
}

function mediaImage(context: AdminContext, product: Product): object {
  return {
    __typename: "MediaImage",
    id: gid("MediaImage", product.id),
    alt: localized(product.title, context.data.shop.locale),
    image: image(context, product),
    preview: { image: image(context, product), status: "READY" },
    mediaContentType: "IMAGE",
    status: "READY",
    fileStatus: "READY",
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
  };
}

export function metafieldNode(field: Metafield): object {
  const { id, namespace, key, type, value } = field;
  const size = Buffer.byteLength(value);
  const node = { __typename: "Metafield", id: gid("Metafield", id), legacyResourceId: id };
  return { ...node, namespace, key, type, value, sizeInBytes: size, jsonValue: jsonOf(field) };
}

function jsonOf(field: Metafield): unknown {
  return field.type === "json" ? JSON.parse(field.value) : field.value;
}

function metafield(fields: Metafield[], args: MetafieldArgs): object | null {
  const namespace = args.namespace ?? "$app";
  const found = fields.find((one) => one.key === args.key && one.namespace === namespace);
  return found ? metafieldNode(found) : null;
}

function moneyBag(data: ShopData, minor: number): object {
  const money = { amount: toDecimal(minor), currencyCode: data.shop.currency };
  return { shopMoney: money, presentmentMoney: money };
}

function attributes(list: NameValue[]): object[] {
  return list.map(({ name, value }) => ({ key: name, value }));
}

function address(from: Address | null, id: number): object | null {
  if (!from) return null;
  const { firstName, lastName, phone, address1, city, zip, countryCode } = from;
  const name = [firstName, lastName].filter(Boolean).join(" ") || null;
  const place = { id: gid("MailingAddress", id), name, address1, city, zip };
  return { ...place, firstName, lastName, phone, countryCodeV2: countryCode };
}
