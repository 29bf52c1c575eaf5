export {
  createShopifyStandIn,
  startShopifyStandIn,
  type ShopifyStandIn,
  type ShopifyStandInOptions,
} from "./server.ts";
