export { askPurchases, type ShopifyQuestion } from "./ask-purchases.ts";
export { matchOfHash, parseOrder, type PurchaseMatch } from "./order.types.ts";
export { findPurchases, orderByShopifyId, type OrderRow } from "./orders.store.server.ts";
export { personHashesOf, recordOrder } from "./record-order.ts";
