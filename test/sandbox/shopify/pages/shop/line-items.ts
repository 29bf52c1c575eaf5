import { lineProduct, localized, type Line, type ShopData } from "../../state.ts";
import { html, type Html } from "./html.ts";
import type { Visitor } from "./visitor.ts";

/** How a line reads in the visitor's language: carts keep the words of the moment they were filled. */
export function lineTitle({ data, lang }: Visitor, line: Line): string {
  const product = lineProduct(data, line);
  return product ? localized(product.title, lang) : line.title;
}

export function lineVariant({ data, lang }: Visitor, line: Line): string | null {
  const product = lineProduct(data, line);
  if (!product) return line.variantTitle;
  const variant = product.variants.find((one) => one.id === line.variantId);
  return product.variants.length > 1 && variant ? localized(variant.title, lang) : null;
}

/** Whether the shop can still deliver the line; custom lines always. */
export function isLineAvailable(data: ShopData, line: Line): boolean {
  const product = lineProduct(data, line);
  if (line.variantId === null) return true;
  return product?.variants.find((one) => one.id === line.variantId)?.available ?? false;
}

export function lineImage({ data }: Visitor, line: Line): Html {
  const product = lineProduct(data, line);
  if (!product) return html`<span class="no-picture"></span>`;
  return html`<img src="${product.picture}" alt="" width="1000" height="1000" loading="lazy" />`;
}
