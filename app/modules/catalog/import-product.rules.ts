import { parseDecimal } from "#app/shared/money.ts";
import { childLine, productLine } from "./import-line.types.ts";
import {
  compareAt,
  numericId,
  soldAs,
  statusOf,
  urlOrNull,
  type VariantFacts,
} from "./product.rules.ts";
import type { ProductRecord } from "./product.types.ts";

interface Children {
  variants: VariantFacts[];
  collections: string[];
}

function readChildren(lines: readonly unknown[], currency: string): Children {
  const children: Children = { variants: [], collections: [] };
  for (const line of lines) {
    const child = childLine.parse(line);
    if (!child) continue;
    if ("handle" in child) {
      children.collections.push(child.handle);
      continue;
    }
    const price = parseDecimal(child.price, currency);
    if (!price || price.minor < 0) continue;
    children.variants.push({
      variantId: numericId(child.id),
      priceMinor: price.minor,
      compareAtMinor: compareAt(child.compareAtPrice, price),
      available: child.availableForSale,
    });
  }
  return children;
}

/**
 * A product from the lines of the import's file: its own first, then those that name it as their
 * parent, in any order. Null where the first is no product that can be read.
 * @param currency the shop's
 */
export function productOfLines(lines: readonly unknown[], currency: string): ProductRecord | null {
  const [own, ...below] = lines;
  const parsed = productLine.safeParse(own);
  if (!parsed.success) return null;
  const { id, publishedAt, status, featuredMedia, ...texts } = parsed.data;
  const { variants, collections } = readChildren(below, currency);
  return {
    ...texts,
    ...soldAs(variants),
    productId: numericId(id),
    collections,
    status: statusOf(status),
    published: Boolean(publishedAt),
    currency,
    pictureUrl: urlOrNull(featuredMedia?.preview?.image?.url),
    triggeredAt: null,
  };
}
