export type { CatalogItem } from "./catalog.types.ts";
export { readCartItems } from "./read-cart-items.ts";
