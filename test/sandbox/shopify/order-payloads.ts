import { toDecimal } from "./money.ts";
import { addressPayload, customerBrief, linesTotal, priceSet } from "./payloads.ts";
import type { Order, Shop, ShopData } from "./shopify.types.ts";
import { storefrontOrigin, type Store } from "./store.ts";

/** Body of every orders/* topic: since 2026-04 without `checkout_id` (contract 2.5, 2.6). */
export function orderPayload(store: Store, data: ShopData, order: Order): object {
  const { shop } = data;
  const total = linesTotal(order.lines);
  const current = linesTotal(order.lines.map((l) => ({ ...l, quantity: l.currentQuantity })));
  const customer = order.customerId ? data.customers.get(order.customerId) : undefined;
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: 580111,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    token: order.token,
    name: order.name,
    order_number: order.number,
    number: order.number - 1000,
    confirmation_number: order.token.slice(0, 9).toUpperCase(),
    confirmed: true,
    contact_email: order.email,
    email: order.email ?? "",
    phone: order.phone,
    created_at: order.createdAt,
    processed_at: order.processedAt,
    updated_at: order.updatedAt,
    closed_at: null,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelReason,
    currency: shop.currency,
    presentment_currency: shop.currency,
    customer_locale: order.locale,
    financial_status: order.financialStatus,
    fulfillment_status: order.fulfillments.some((one) => one.status === "success")
      ? "fulfilled"
      : null,
    landing_site: order.landingSite,
    landing_site_ref: null,
    referring_site: null,
    source_name: order.sourceName,
    source_identifier: null,
    note: null,
    note_attributes: order.attributes,
    order_status_url: `${storefrontOrigin(store, shop)}/shop/orders/${order.token}`,
    tags: order.tags.join(", "),
    test: order.test,
    buyer_accepts_marketing: false,
    ...orderTotals(shop, total, current),
    discount_codes: [],
    discount_applications: [],
    billing_address: addressPayload(order.shippingAddress),
    shipping_address: addressPayload(order.shippingAddress),
    ...(customer ? { customer: customerBrief(customer) } : {}),
    line_items: order.lines.map((line) => orderLine(shop, line)),
    line_item_groups: [],
    fulfillments: order.fulfillments.map((parcel) => parcelPayload(order, parcel)),
    refunds: [],
    returns: [],
    shipping_lines: [],
    payment_gateway_names: ["bogus"],
  };
}

function orderTotals(shop: Shop, total: number, current: number): object {
  return {
    current_total_price: toDecimal(current),
    current_total_price_set: priceSet(shop, current),
    subtotal_price: toDecimal(total),
    subtotal_price_set: priceSet(shop, total),
    total_price: toDecimal(total),
    total_price_set: priceSet(shop, total),
    total_discounts: "0.00",
    total_discounts_set: priceSet(shop, 0),
    total_tax: "0.00",
    total_tax_set: priceSet(shop, 0),
  };
}

function orderLine(shop: Shop, line: Order["lines"][number]): object {
  return {
    id: line.id,
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    product_id: line.productId,
    variant_id: line.variantId,
    product_exists: line.productId !== null,
    title: line.title,
    variant_title: line.variantTitle,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    fulfillable_quantity: line.currentQuantity,
    price: toDecimal(line.priceMinor),
    price_set: priceSet(shop, line.priceMinor),
    sku: line.sku,
    vendor: "",
    gift_card: line.giftCard === true,
    properties: [],
    total_discount: "0.00",
    tax_lines: [],
    discount_allocations: [],
  };
}

function parcelPayload(order: Order, parcel: Order["fulfillments"][number]): object {
  return {
    id: parcel.id,
    order_id: order.id,
    status: parcel.status,
    shipment_status: parcel.shipmentStatus,
    created_at: parcel.createdAt,
    updated_at: parcel.updatedAt,
    tracking_company: null,
    tracking_number: null,
    line_items: [],
  };
}

/** @param back how many pieces of which line go back */
export function refundPayload(
  order: Order,
  back: Map<number, number>,
  { refundId, at }: { refundId: number; at: string },
): object {
  const lines = order.lines.filter((line) => (back.get(line.id) ?? 0) > 0);
  return {
    id: refundId,
    admin_graphql_api_id: `gid://shopify/Refund/${refundId}`,
    order_id: order.id,
    created_at: at,
    processed_at: at,
    note: null,
    restock: true,
    refund_line_items: lines.map((line) => ({
      line_item_id: line.id,
      quantity: back.get(line.id),
      restock_type: "return",
      subtotal: toDecimal(line.priceMinor * (back.get(line.id) ?? 0)),
    })),
    transactions: [],
  };
}
