export {
  type InstallFacts,
  readShop,
  type ShopRow,
  writeInstalled,
  writeReminderSettings,
  writeUninstalled,
} from "./shops.store.server.ts";
