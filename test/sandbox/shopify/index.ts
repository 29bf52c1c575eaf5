export { startShopifyStandIn } from "./server.ts";
