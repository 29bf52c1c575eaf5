import { z } from "zod";
import { parseDecimal } from "#app/shared/money.ts";
import { type OrderLine, parseLines } from "./order-line.types.ts";
import { deliveredAt, paidAt } from "./order-state.rules.ts";

/** Other people's text, fit for PostgreSQL: it stores neither NUL nor half a surrogate pair. */
const clean = (raw: string) => raw.replaceAll("\0", "").toWellFormed();
const text = z.string().transform(clean).nullish().catch(null);
const id = z.union([z.number(), z.string().min(1)]).transform((raw) => clean(String(raw)));
/** A time that a database can hold. */
const moment = z.coerce
  .date()
  .refine((at) => at.getTime() > 0 && at.getUTCFullYear() <= 9999, "is no time of an order");
const place = z.object({ country_code: text }).nullish().catch(null);
const parcels = z
  .array(
    z.object({ status: text, shipment_status: text, updated_at: moment.nullish().catch(null) }),
  )
  .catch([]);

/** The fields of Shopify's orders/* bodies that we use (contract 2.6); the rest is ignored. */
const orderBody = z.object({
  id,
  name: z.string().transform(clean).catch(""),
  checkout_token: text,
  cart_token: text,
  total_price: z.union([z.string(), z.number()]).transform(String).catch("0"),
  current_total_price: z.union([z.string(), z.number()]).transform(String).nullish().catch(null),
  currency: z.string().length(3).transform(clean),
  created_at: moment,
  updated_at: moment.nullish(),
  cancelled_at: moment.nullish().catch(null),
  test: z.boolean().catch(false),
  source_name: text,
  processed_at: moment.nullish().catch(null),
  financial_status: text,
  shipping_address: place,
  billing_address: place,
  fulfillments: parcels,
  line_items: z.unknown().optional(),
});

export interface OrderFacts {
  shopifyId: string;
  name: string;
  checkoutToken: string | null;
  cartToken: string | null;
  totalMinor: number;
  currency: string;
  createdAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  sourceName: string | null;
  /** when it was really ordered, where Shopify knows it: an order may be entered later */
  processedAt: Date | null;
  /** Shopify's financial status: pending, authorized, paid, refunded, voided, … */
  paymentState: string | null;
  paidAt: Date | null;
  deliveredAt: Date | null;
  /** ISO 3166, of the shipping address, else of the billing address */
  country: string | null;
  /** null: the body says nothing about them */
  lines: OrderLine[] | null;
}

type OrderBody = z.infer<typeof orderBody>;

function stateOf(order: OrderBody) {
  const { shipping_address, billing_address, financial_status, fulfillments } = order;
  const paymentState = financial_status?.toLowerCase() ?? null;
  const updatedAt = order.updated_at ?? order.created_at;
  const country = shipping_address?.country_code ?? billing_address?.country_code;
  return {
    updatedAt,
    paymentState,
    paidAt: paidAt({ paymentState, updatedAt }),
    deliveredAt: deliveredAt(
      fulfillments.map(({ status, shipment_status, updated_at }) => ({
        status: status ?? null,
        shipmentStatus: shipment_status ?? null,
        updatedAt: updated_at ?? null,
      })),
    ),
    country: country?.toUpperCase() ?? null,
  };
}

/** @throws z.ZodError naming the field that an order cannot do without */
export function parseOrder(body: unknown): OrderFacts {
  const order = orderBody.parse(body);
  const total = parseDecimal(order.total_price, order.currency);
  return {
    shopifyId: order.id,
    name: order.name,
    checkoutToken: order.checkout_token ?? null,
    cartToken: order.cart_token ?? null,
    totalMinor: total?.minor ?? 0,
    currency: order.currency,
    createdAt: order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    test: order.test,
    sourceName: order.source_name ?? null,
    processedAt: order.processed_at ?? null,
    ...stateOf(order),
    lines: parseLines(order.line_items, order.currency),
  };
}

/** Shopify tells of a refund by itself, before or after the order changes (contract 2.4). */
const refundBody = z.object({
  id,
  order_id: id,
  refund_line_items: z.array(z.unknown()).catch([]),
});
const refundedLine = z.object({
  line_item_id: id,
  quantity: z.coerce.number().int().min(0).max(1_000_000),
});

export interface Refund {
  refundId: string;
  orderShopifyId: string;
  /** pieces that went back, by line; empty where only money did */
  lines: { lineId: string; quantity: number }[];
}

/** @throws z.ZodError when the body does not say which refund of which order it is */
export function parseRefund(body: unknown): Refund {
  const refund = refundBody.parse(body);
  const pieces = new Map<string, number>();
  for (const line of refund.refund_line_items) {
    const read = refundedLine.safeParse(line).data;
    if (read) pieces.set(read.line_item_id, (pieces.get(read.line_item_id) ?? 0) + read.quantity);
  }
  const lines = [...pieces].map(([lineId, quantity]) => ({ lineId, quantity }));
  return { refundId: refund.id, orderShopifyId: refund.order_id, lines };
}

/** Who and what an order is asked about: has this person, cart or checkout bought since then? */
export interface PurchaseQuestion {
  key: string;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  since: Date;
}

export type PurchaseMatch = "checkout" | "cart" | "customer" | "phone" | "email";

/** What a keyed hash stands for (the vault writes the kind in front). */
export function matchOfHash(hash: string): PurchaseMatch {
  if (hash.startsWith("c.")) return "customer";
  if (hash.startsWith("e.")) return "email";
  return "phone";
}
