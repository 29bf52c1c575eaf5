import type { Announcements } from "./announcements.ts";
import type { Clock } from "./clock.ts";
import type { Db } from "./db.ts";
import type { Jobs } from "./jobs.ts";
import type { Log } from "./log.ts";
import type { Recommender } from "./recommender.ts";
import type { ShopifyAdmin } from "./shopify-admin.ts";
import type { Vault } from "./vault.ts";
import type { WebFetch } from "./web-fetch.ts";
import type { WhatsAppApi } from "./whatsapp.ts";

/** What every use-case takes as its first argument; built once in composition.server.ts. */
export interface Deps {
  announce: Announcements;
  clock: Clock;
  db: Db;
  jobs: Jobs;
  log: Log;
  recommender: Recommender;
  shopify: ShopifyAdmin;
  vault: Vault;
  web: WebFetch;
  whatsapp: WhatsAppApi;
  /** where our own pages and links live, without a slash at the end */
  appUrl: string;
  /** Extra origins a link may lead to: the stand-in's storefront, empty in production. */
  extraShopOrigins: string[];
}
