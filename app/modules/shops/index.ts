export { installShop } from "./install-shop.ts";
export { openShop } from "./open-shop.ts";
export {
  readShop,
  shopFace,
  type ShopRow,
  writeConsentSettings,
  writeRecommendationSettings,
  writeReminderSettings,
  writeSendSettings,
} from "./shops.store.server.ts";
export { type LinkBase, linkBaseUrl, storefrontOrigin } from "./storefront.rules.ts";
export { uninstallShop } from "./uninstall-shop.ts";
