import { z } from "zod";
import { parseDecimal } from "#app/shared/money.ts";

const text = z.string().nullish().catch(null);
const moment = z.coerce.date();

/** The fields of Shopify's orders/* bodies that we use (contract 2.6); the rest is ignored. */
const orderBody = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  name: z.string().catch(""),
  checkout_token: text,
  cart_token: text,
  total_price: z.union([z.string(), z.number()]).transform(String).catch("0"),
  current_total_price: z.union([z.string(), z.number()]).transform(String).nullish().catch(null),
  currency: z.string().length(3),
  created_at: moment,
  updated_at: moment.nullish(),
  cancelled_at: moment.nullish().catch(null),
  test: z.boolean().catch(false),
  source_name: text,
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
    updatedAt: order.updated_at ?? order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    test: order.test,
    sourceName: order.source_name ?? null,
  };
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
