import { z } from "zod";
import { parseDecimal } from "#app/shared/money.ts";

/** Missing, null and unreadable are one: not known. */
function orNull<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);
}

/** Half an emoji is no text for the database. */
const wellFormed = z.string().transform((value) => value.toWellFormed());
const text = orNull(wellFormed);
const moment = orNull(z.coerce.date());
const id = orNull(z.union([z.number(), z.string()]).transform(String));
const amount = z.union([z.string(), z.number()]).transform(String).catch("0");

const lineItem = z.object({
  product_id: id,
  variant_id: id,
  title: z.string().catch(""),
  variant_title: text,
  quantity: z.number().int().min(1).catch(1),
  gift_card: z.boolean().catch(false),
});

const address = z.object({ first_name: text, country_code: text }).nullish().catch(null);

/** The fields of Shopify's checkouts/create and /update that we use (contract 2.6); the rest is ignored. */
const checkoutBody = z.object({
  token: z.string().min(1).max(200).pipe(wellFormed),
  cart_token: text,
  name: text,
  email: text,
  customer: orNull(z.object({ id, first_name: text })),
  shipping_address: address,
  billing_address: address,
  line_items: z.array(lineItem).catch([]),
  total_price: amount,
  currency: z.string().length(3).catch("EUR"),
  presentment_currency: text,
  customer_locale: text,
  abandoned_checkout_url: text,
  created_at: z.coerce.date(),
  updated_at: moment,
  completed_at: moment,
});

/** A cart of 10,000 lines is read; what a message needs of it is this much. */
const KEPT_ITEMS = 50;

export const cartItem = z.object({
  productId: z.string().nullable(),
  variantId: z.string().nullable(),
  title: z.string(),
  quantity: z.number(),
});
export type CartItem = z.infer<typeof cartItem>;

export interface CheckoutFacts {
  token: string;
  cartToken: string | null;
  name: string | null;
  email: string | null;
  customerId: string | null;
  firstName: string | null;
  country: string | null;
  locale: string | null;
  recoverUrl: string | null;
  items: CartItem[];
  totalMinor: number;
  currency: string;
  createdAt: Date;
  lastActivityAt: Date;
  completedAt: Date | null;
}

type Body = z.infer<typeof checkoutBody>;

function itemsOf(body: Body): CartItem[] {
  return body.line_items.slice(0, KEPT_ITEMS).map((item) => ({
    productId: item.product_id,
    variantId: item.variant_id,
    // Cut in the middle of an emoji, half of it would be no JSON for the database.
    title: item.title.slice(0, 255).toWellFormed(),
    quantity: item.quantity,
  }));
}

/** Blank names come as "" as well as null. */
function nameOf(body: Body): string | null {
  const { customer, shipping_address: shipping, billing_address: billing } = body;
  const names = [shipping?.first_name, customer?.first_name, billing?.first_name];
  return names.map((name) => name?.trim()).find((name) => name) ?? null;
}

function personOf(body: Body) {
  const { customer, shipping_address: shipping, billing_address: billing } = body;
  return {
    email: body.email,
    customerId: customer?.id ?? null,
    firstName: nameOf(body),
    country: shipping?.country_code ?? billing?.country_code ?? null,
    locale: body.customer_locale,
  };
}

/** @throws z.ZodError naming the field that a checkout cannot do without */
export function parseCheckout(raw: unknown): CheckoutFacts {
  const body = checkoutBody.parse(raw);
  return {
    ...personOf(body),
    token: body.token,
    cartToken: body.cart_token,
    name: body.name,
    recoverUrl: body.abandoned_checkout_url,
    items: itemsOf(body),
    totalMinor: parseDecimal(body.total_price, body.currency)?.minor ?? 0,
    currency: body.currency,
    createdAt: body.created_at,
    lastActivityAt: body.updated_at ?? body.created_at,
    completedAt: body.completed_at,
  };
}

const deletedBody = z.object({ cart_token: z.string().min(1) });

/** checkouts/delete names the cart only (contract 2.5). */
export function parseDeletedCheckout(raw: unknown): { cartToken: string } {
  return { cartToken: deletedBody.parse(raw).cart_token };
}
