export { askPurchases, type PersonAsked, type ShopifyQuestion } from "./ask-purchases.ts";
export { historyOrders, historyPage, ordersOfPerson, purchasesOf } from "./history.store.server.ts";
export { followScopes } from "./import/follow-scopes.ts";
export { hearBulkFinish } from "./import/hear-bulk-finish.ts";
export { hearNewProduct } from "./import/hear-new-product.ts";
export { readHistoryJob, sweepHistoriesJob } from "./import/history.jobs.ts";
export { historyImports } from "./import/history-imports.store.server.ts";
export { readHistory } from "./import/read-history.ts";
export { followInstall, startHistoryImports } from "./import/start-imports.ts";
export { sweepHistories } from "./import/sweep-histories.ts";
export { matchOfHash, parseOrder, type PurchaseMatch } from "./order.types.ts";
export {
  ordersByIds,
  paidOrdersOfCheckout,
  type RecentSales,
  recentSales,
} from "./orders-by-id.store.server.ts";
export { findPurchases, orderByShopifyId, type OrderRow } from "./orders.store.server.ts";
export type { HistoryCursor, HistoryOrder, Purchase } from "./purchases.types.ts";
export { buyerIdentifiers, personHashesOf, recordOrder, recordRefund } from "./record-order.ts";
