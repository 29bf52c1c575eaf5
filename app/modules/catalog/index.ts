export type { CatalogItem } from "./catalog.types.ts";
export { PRODUCTS_BULK } from "./import.graphql.ts";
export { productOfLines } from "./import-product.rules.ts";
export type {
  Offer,
  OfferQuestion,
  ProductFacts,
  ProductRecord,
  ProductStatus,
} from "./product.types.ts";
export { productsAround, productsOf } from "./products.store.server.ts";
export { readCartItems } from "./read-cart-items.ts";
export { readOffers } from "./read-offers.ts";
export { forgetProduct, recordProductEvents, recordProducts } from "./record-products.ts";
export { relatedProducts } from "./related-products.ts";
export { searchProducts } from "./search-products.ts";
