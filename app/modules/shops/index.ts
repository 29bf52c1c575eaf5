export { installShop } from "./install-shop.ts";
export { openShop } from "./open-shop.ts";
export {
  type InstallFacts,
  readShop,
  type ShopRow,
  writeInstalled,
  writeReminderSettings,
  writeUninstalled,
} from "./shops.store.server.ts";
export { uninstallShop } from "./uninstall-shop.ts";
