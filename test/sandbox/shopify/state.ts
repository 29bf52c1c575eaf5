/**
 * The face of the stand-in's state: what pages and the control API read and do.
 * Every operation takes the store and the shop's domain, changes the data, sends the webhooks that
 * Shopify would send, and emits a "change" event for open pages.
 */
export type * from "./shopify.types.ts";
export {
  type Store,
  productUrl,
  recoverUrl,
  shopData,
  storefrontOrigin,
  UnknownThing,
} from "./store.ts";
export { toDecimal, toMinor } from "./money.ts";
export { linesTotal, localized } from "./payloads.ts";
export {
  type ProductChange,
  type WantedLine,
  changeProduct,
  findProductByHandle,
  findVariant,
  lineProduct,
} from "./catalogue.ts";
export {
  type CustomerInput,
  findCustomer,
  setWhatsAppConsent,
  upsertCustomer,
} from "./customers.ts";
export { addToCart, createCart, findCart, setCartLine } from "./carts.ts";
export {
  type CheckoutInput,
  deleteCheckout,
  findCheckout,
  findCheckoutAnywhere,
  touchCheckout,
  upsertCheckout,
} from "./checkouts.ts";
export {
  type OrderInput,
  cancelOrder,
  completeCheckout,
  createOrder,
  findOrderByToken,
  payOrder,
  refundOrder,
} from "./orders.ts";
export { installApp, uninstallApp } from "./installs.ts";
