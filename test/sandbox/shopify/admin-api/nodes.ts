import { findVariant } from "../catalogue.ts";
import { linesTotal } from "../payloads.ts";
import type { Checkout, Customer, Line, Order } from "../shopify.types.ts";
import { ordersBy, recoverUrl, storefrontOrigin } from "../store.ts";
import { gid, type AdminContext } from "./admin-context.ts";
import { connection, type PageArgs } from "./connection.ts";
import { address, attributes, metafield, moneyBag, type MetafieldArgs } from "./node-parts.ts";
import { image, productNode, variantNode } from "./product-nodes.ts";

/** The objects of the Admin API, as far as the stand-in knows them. A field that is a function gets its arguments. */

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
    processedAt: order.processedAt,
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
    displayFulfillmentStatus: order.fulfillments.some((one) => one.status === "success")
      ? "FULFILLED"
      : "UNFULFILLED",
    fulfillments: order.fulfillments.map(parcelNode),
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

function parcelNode(parcel: Order["fulfillments"][number]): object {
  const { id, status, shipmentStatus, createdAt, updatedAt, deliveredAt } = parcel;
  return {
    __typename: "Fulfillment",
    id: gid("Fulfillment", id),
    status: status.toUpperCase(),
    displayStatus:
      status === "cancelled" ? "CANCELED" : (shipmentStatus ?? "fulfilled").toUpperCase(),
    createdAt,
    updatedAt,
    deliveredAt,
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
    isGiftCard: line.giftCard === true,
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
