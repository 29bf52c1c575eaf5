import { join } from "node:path";
import type { DemoArguments } from "./arguments.ts";
import { addresses, type Ports } from "./places.ts";
import type { Secrets } from "./secrets.ts";

/** Settings of web and worker, by the names of app/env.server.ts. */
export function appEnvironment(task: {
  ports: Ports;
  secrets: Secrets;
  databaseUrl: string;
}): Record<string, string> {
  const { databasePassword: _, WHATSAPP_ACCESS_TOKEN: __, ...settings } = task.secrets;
  const { appUrl, shopifyUrl, whatsappUrl } = addresses(task.ports);
  return {
    ...settings,
    NODE_ENV: "production",
    DATABASE_URL: task.databaseUrl,
    // The demo's queue is the default one, whatever the shell has set.
    REDIS_URL: "",
    HOST: "127.0.0.1",
    PORT: String(task.ports.web),
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_STANDIN_URL: shopifyUrl,
    APP_BRIDGE_URL: `${shopifyUrl}/app-bridge.js`,
    WHATSAPP_GRAPH_URL: `${whatsappUrl}/graph`,
    WHATSAPP_CONFIG_ID: "demo-signup",
    WHATSAPP_SDK_URL: `${whatsappUrl}/sdk.js`,
    WHATSAPP_DIALOG_ORIGINS: whatsappUrl,
  };
}

/** What test/sandbox/main.ts reads. */
export function sandboxEnvironment(task: {
  ports: Ports;
  secrets: Secrets;
  args: DemoArguments;
}): Record<string, string> {
  const { ports, secrets, args } = task;
  return {
    SHOPIFY_API_KEY: secrets.SHOPIFY_API_KEY,
    SHOPIFY_API_SECRET: secrets.SHOPIFY_API_SECRET,
    WHATSAPP_APP_ID: secrets.WHATSAPP_APP_ID,
    WHATSAPP_APP_SECRET: secrets.WHATSAPP_APP_SECRET,
    WHATSAPP_VERIFY_TOKEN: secrets.WHATSAPP_VERIFY_TOKEN,
    WHATSAPP_ACCESS_TOKEN: secrets.WHATSAPP_ACCESS_TOKEN,
    SHOPIFY_APP_URL: addresses(ports).appUrl,
    SANDBOX_DEMO_PORT: String(ports.demo),
    SANDBOX_SHOPIFY_PORT: String(ports.shopify),
    SANDBOX_WHATSAPP_PORT: String(ports.whatsapp),
    SANDBOX_DATA_DIR: join(args.dataDir, "sandbox"),
    SANDBOX_LANG: args.lang,
  };
}
