import { randomBytes } from "node:crypto";
import { ensureBuilt } from "#test/support/ensure-build.ts";
import type { ServerTask } from "./bench-server.ts";

/** Secrets of one run; the load generator signs with them. */
export interface BenchSecrets {
  shopifySecret: string;
  encryptionKey: string;
  lookupKey: string;
}

export function makeSecrets(): BenchSecrets {
  return {
    shopifySecret: `shpss_${randomBytes(16).toString("hex")}`,
    encryptionKey: randomBytes(32).toString("base64"),
    lookupKey: randomBytes(32).toString("base64"),
  };
}

/** The real web process as production runs it: no stand-ins, its own log level, queue in PostgreSQL. */
export async function ourWeb(
  databaseUrl: string,
  secrets: BenchSecrets,
  say: (line: string) => void,
): Promise<ServerTask> {
  await ensureBuilt(["web"], say);
  return {
    name: "beckon",
    script: "app/web/main.ts",
    healthPath: "/health/ready",
    env: {
      DATABASE_URL: databaseUrl,
      SHOPIFY_API_KEY: "bench",
      SHOPIFY_API_SECRET: secrets.shopifySecret,
      SHOPIFY_APP_URL: "https://bench.example",
      ENCRYPTION_KEYS: secrets.encryptionKey,
      LOOKUP_KEYS: secrets.lookupKey,
      WHATSAPP_APP_SECRET: randomBytes(16).toString("hex"),
      WHATSAPP_VERIFY_TOKEN: "bench",
      SHOPIFY_STANDIN_URL: "",
      LOG_LEVEL: "",
    },
  };
}
