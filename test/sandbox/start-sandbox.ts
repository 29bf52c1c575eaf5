import { join } from "node:path";
import { startDemoPage } from "./demo-page/start-demo-page.ts";
import { createSandboxClock, type SandboxClock } from "./sandbox-clock.ts";
import { startShopifyStandIn } from "./shopify/index.ts";
import { startWhatsAppStandIn } from "./whatsapp/index.ts";

export type SandboxOptions = {
  /** Origin of the app. */
  appUrl: string;
  /** 0: any free port. */
  ports: { demo: number; shopify: number; whatsapp: number };
  /** Where the stand-ins keep their data; null: nowhere. */
  dataDir: string | null;
  language: "en" | "de";
  shopify: { apiKey: string; apiSecret: string };
  whatsapp: {
    appId?: string | undefined;
    appSecret: string;
    verifyToken: string;
    accessToken: string;
  };
  shop: { domain: string; name: string };
  number: {
    wabaId: string;
    portfolioId: string;
    phoneNumberId: string;
    displayPhone: string;
    verifiedName: string;
  };
};

export type Sandbox = {
  demoUrl: string;
  shopifyUrl: string;
  whatsappUrl: string;
  clock: SandboxClock;
  close(): Promise<void>;
};

/** Review of a template takes this long in the sandbox; Meta takes minutes to a day. */
const REVIEW_MS = 300;

/** Both stand-ins, seeded with one shop and its WhatsApp account, and the demo page before them. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { appUrl, ports, shop } = options;
  const clock = createSandboxClock(appUrl);
  const dataFile = (name: string) => options.dataDir && join(options.dataDir, `${name}.json`);
  const open: Array<{ close(): Promise<void> }> = [];
  const close = async () => {
    for (const part of open.toReversed()) await part.close();
  };
  const started = async <Part extends { close(): Promise<void> }>(part: Promise<Part>) => {
    open.push(await part);
    return part;
  };
  try {
    const shopify = await started(
      startShopifyStandIn({
        ...options.shopify,
        appUrl,
        port: ports.shopify,
        dataFile: dataFile("shopify"),
        now: clock.now,
      }),
    );
    const whatsapp = await started(
      startWhatsAppStandIn({
        ...(options.whatsapp.appId === undefined ? {} : { appId: options.whatsapp.appId }),
        appSecret: options.whatsapp.appSecret,
        verifyToken: options.whatsapp.verifyToken,
        webhookUrl: `${appUrl}/webhooks/whatsapp`,
        port: ports.whatsapp,
        dataFile: dataFile("whatsapp"),
        now: clock.now,
      }),
    );
    const places = { shopifyUrl: shopify.url, whatsappUrl: whatsapp.url };
    await seed(options, places);
    const demo = await started(
      startDemoPage({
        ...places,
        port: ports.demo,
        shop: shop.domain,
        wabaId: options.number.wabaId,
        language: options.language,
        clock,
      }),
    );
    return { demoUrl: demo.url, ...places, clock, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function seed(
  options: SandboxOptions,
  urls: { shopifyUrl: string; whatsappUrl: string },
): Promise<void> {
  const { shop, number, whatsapp } = options;
  await post(`${urls.shopifyUrl}/_control/seed`, {
    shops: [{ ...shop, plan: "Plus", privacyUrl: `${urls.shopifyUrl}/shop/privacy` }],
  });
  await post(`${urls.shopifyUrl}/_control/past-orders`, { shop: shop.domain, once: true });
  await post(`${urls.whatsappUrl}/_control/seed`, {
    accounts: [
      {
        wabaId: number.wabaId,
        portfolioId: number.portfolioId,
        name: shop.name,
        token: whatsapp.accessToken,
        numbers: [
          {
            id: number.phoneNumberId,
            displayPhoneNumber: number.displayPhone,
            verifiedName: number.verifiedName,
          },
        ],
      },
    ],
    autoApproveMs: REVIEW_MS,
  });
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
