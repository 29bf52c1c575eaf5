import type { ShopData } from "../../../state.ts";

/** The value of the app's metafield with the shop's own consent wording; null while the app keeps none. */
export function publishedWording(_data: ShopData): unknown {
  return null;
}
