// The sandbox as a process: both stand-ins and the demo page. Started by the demo; settings by environment.
import { z } from "zod";
import { DEMO_NUMBER, DEMO_SHOP } from "#test/demo/demo-shop.ts";
import { startSandbox } from "./start-sandbox.ts";

const port = z.coerce.number().int().min(0).max(65_535);

const settingsSchema = z.object({
  SANDBOX_DEMO_PORT: port.default(4600),
  SANDBOX_SHOPIFY_PORT: port.default(4602),
  SANDBOX_WHATSAPP_PORT: port.default(4603),
  SANDBOX_DATA_DIR: z.string().optional(),
  SANDBOX_LANG: z.enum(["en", "de"]).catch("en"),
  SHOPIFY_APP_URL: z.url(),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  WHATSAPP_APP_ID: z.string().min(1).optional(),
  WHATSAPP_APP_SECRET: z.string().min(1),
  WHATSAPP_VERIFY_TOKEN: z.string().min(1),
  WHATSAPP_ACCESS_TOKEN: z.string().min(1),
});

async function main(): Promise<void> {
  const parsed = settingsSchema.safeParse(process.env);
  if (!parsed.success) throw new Error(`Settings:\n${z.prettifyError(parsed.error)}`);
  const settings = parsed.data;
  const sandbox = await startSandbox({
    appUrl: settings.SHOPIFY_APP_URL.replace(/\/+$/, ""),
    ports: {
      demo: settings.SANDBOX_DEMO_PORT,
      shopify: settings.SANDBOX_SHOPIFY_PORT,
      whatsapp: settings.SANDBOX_WHATSAPP_PORT,
    },
    dataDir: settings.SANDBOX_DATA_DIR ?? null,
    language: settings.SANDBOX_LANG,
    shopify: { apiKey: settings.SHOPIFY_API_KEY, apiSecret: settings.SHOPIFY_API_SECRET },
    whatsapp: {
      appId: settings.WHATSAPP_APP_ID,
      appSecret: settings.WHATSAPP_APP_SECRET,
      verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
      accessToken: settings.WHATSAPP_ACCESS_TOKEN,
    },
    shop: { domain: DEMO_SHOP, name: DEMO_NUMBER.verifiedName },
    number: DEMO_NUMBER,
  });
  const leaving = new AbortController();
  void sandbox.clock.follow(leaving.signal);
  for (const name of ["SIGTERM", "SIGINT"]) {
    process.once(name, () => {
      leaving.abort();
      void sandbox.close().then(() => process.exit(0));
    });
  }
  const { demoUrl, shopifyUrl, whatsappUrl } = sandbox;
  console.log(JSON.stringify({ ready: true, demoUrl, shopifyUrl, whatsappUrl }));
}

await main();
