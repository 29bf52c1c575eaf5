/**
 * The face of the stand-in's state: what pages and the control API read and do.
 * Every operation takes the store and the shop's domain, changes the data, sends the webhooks that
 * Shopify would send, and emits a "change" event for open pages.
 */
export type * from "./shopify.types.ts";
export { type Store, storefrontOrigin, UnknownThing } from "./store.ts";
export { toDecimal } from "./money.ts";
export { linesTotal, localized } from "./payloads.ts";
export { findProductByHandle, findVariant, lineProduct } from "./catalogue.ts";
export { addToCart, createCart, findCart, setCartLine } from "./carts.ts";
export { type CheckoutInput, findCheckoutAnywhere, upsertCheckout } from "./checkouts.ts";
export { findCustomer, upsertCustomer } from "./customers.ts";
export { completeCheckout, findOrderByToken } from "./orders.ts";
export { installApp } from "./installs.ts";
