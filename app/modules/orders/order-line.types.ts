import { z } from "zod";
import { parseDecimal } from "#app/shared/money.ts";

/** Only a product can be recommended: a gift card is money, a custom line (no product) is anything. */
export type LineKind = "product" | "gift_card" | "custom";

export interface OrderLine {
  /** Shopify's numbers as text */
  lineId: string;
  productId: string | null;
  variantId: string | null;
  kind: LineKind;
  /** pieces ordered, and how many of these went back or were taken out again */
  quantity: number;
  returned: number;
  /** of one piece before discounts, in the order's currency */
  priceMinor: number;
}

const id = z.union([z.number(), z.string().regex(/^\w{1,40}$/)]).transform(String);
const pieces = z.coerce.number().int().min(0).max(1_000_000);

/** A line of an order's body (contract 2.6). */
const lineBody = z.object({
  id,
  product_id: id.nullish().catch(null),
  variant_id: id.nullish().catch(null),
  quantity: pieces,
  current_quantity: pieces.nullish().catch(null),
  price: z.union([z.string(), z.number()]).transform(String).catch("0"),
  gift_card: z.boolean().catch(false),
});

function kindOf(line: z.infer<typeof lineBody>): LineKind {
  if (line.gift_card) return "gift_card";
  return line.product_id ? "product" : "custom";
}

function readLine(body: unknown, currency: string): OrderLine | null {
  const line = lineBody.safeParse(body).data;
  if (!line) return null;
  const { quantity, current_quantity: current } = line;
  return {
    lineId: line.id,
    productId: line.product_id ?? null,
    variantId: line.variant_id ?? null,
    kind: kindOf(line),
    quantity,
    returned: Math.max(0, quantity - (current ?? quantity)),
    priceMinor: parseDecimal(line.price, currency)?.minor ?? 0,
  };
}

/**
 * The lines of an order's body; one that cannot be read is left out, of two with one number the last
 * counts. Null when the body says nothing about lines: then those that are known stay.
 */
export function parseLines(body: unknown, currency: string): OrderLine[] | null {
  if (!Array.isArray(body)) return null;
  const lines = body.flatMap((line: unknown) => readLine(line, currency) ?? []);
  return [...new Map(lines.map((line) => [line.lineId, line])).values()];
}
