import { realClock } from "#app/adapters/clock/clock.server.ts";
import { openDb } from "#app/adapters/db/client.server.ts";
import { openLog } from "#app/adapters/log/log.server.ts";
import { noRecommender } from "#app/adapters/recommender/no-recommender.ts";
import { openWebFetch } from "#app/adapters/web-fetch/web-fetch.server.ts";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { announcements } from "#app/announcements.server.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { Vault } from "#app/ports/vault.ts";

/** Nobody listens there. */
const NOBODY = "http://127.0.0.1:9";

/** The app's real adapters for use-cases that need the database and the vault alone; time is real. */
export function openBenchDeps(databaseUrl: string, vault: Vault) {
  const db = openDb({ url: databaseUrl, poolSize: 4, onError: () => undefined });
  const web = openWebFetch({ localOrigins: [] });
  const whatsapp = openWhatsApp({ graphUrl: NOBODY, version: "v26.0" });
  const deps: Deps = {
    announce: announcements,
    appUrl: "https://bench.example",
    clock: realClock(),
    db,
    extraShopOrigins: [],
    jobs: { enqueue: () => Promise.resolve() },
    log: openLog({ level: "silent", part: "bench" }),
    recommender: noRecommender,
    shopify: { query: () => Promise.reject(new Error("This bench has no Shopify")) },
    vault,
    web,
    whatsapp,
  };
  return {
    deps,
    close: async () => {
      await whatsapp.close();
      await web.close();
      await db.close();
    },
  };
}
