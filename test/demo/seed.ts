import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { buildDeps } from "#app/composition.server.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { connectNumber, refreshHealth } from "#app/modules/channel/index.ts";
import { saveReminderSettings, settingsOf } from "#app/modules/checkouts/index.ts";
import { saveRecommendationSettings } from "#app/modules/recommendations/index.ts";
import { readShop, writeConsentSettings } from "#app/modules/shops/index.ts";
import { submitTemplates, templatesOfShop } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { SINGLE_OPT_IN } from "#test/support/single-opt-in.ts";
import { DEMO_NUMBER, DEMO_SHOP } from "./demo-shop.ts";

/**
 * What a merchant does once, done for the demo's shop at every start: open the app in the admin (which
 * installs it), connect the WhatsApp number, submit the templates. All of it may run again.
 */

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
const PATIENCE_MS = 30_000;

async function openAdmin(settings: Settings): Promise<void> {
  const minted = await fetch(`${settings.SHOPIFY_STANDIN_URL}/_control/session-token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ kind: "admin", shop: DEMO_SHOP }),
  });
  const { token } = z.object({ token: z.string() }).parse(await minted.json());
  const host = Buffer.from("admin.shopify.com/store/demo").toString("base64");
  const query = new URLSearchParams({ embedded: "1", shop: DEMO_SHOP, host, id_token: token });
  const page = await fetch(`${settings.SHOPIFY_APP_URL}/app?${query}`, {
    headers: { "User-Agent": BROWSER },
  });
  if (!page.ok) throw new Error(`The admin page answered ${page.status}`);
}

async function connect(deps: Deps, shopId: string, token: string): Promise<void> {
  const connected = await connectNumber(deps, shopId, { ...DEMO_NUMBER, token });
  if (connected.outcome === "refused") throw new Error(`WhatsApp: ${connected.reason}`);
  await refreshHealth(deps, { shopId, numberId: connected.numberId });
}

/** With one shopper, a tenth left alone would look like a fault; the admin can switch it on again. */
async function switchHoldoutOff(deps: Deps, shopId: string): Promise<void> {
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  if (Object.keys(z.record(z.string(), z.unknown()).parse(shop.reminderSettings)).length > 0)
    return;
  const settings = settingsOf(shop.reminderSettings);
  const holdout = { ...settings.holdout, enabled: false };
  await saveReminderSettings(deps, shopId, { ...settings, holdout });
}

/** Who has bought is shown what fits, and nobody is left alone. What was chosen in the admin stays. */
async function switchRecommendationsOn(deps: Deps, shopId: string): Promise<void> {
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const chosen = z.record(z.string(), z.unknown()).parse(shop.recommendationSettings);
  if (Object.keys(chosen).length > 0) return;
  await saveRecommendationSettings(deps, shopId, { isOn: true, holdoutPercent: 0 });
}

/**
 * The tour begins with the tick alone; the admin's page on consent switches to a confirmation. What was
 * chosen there stays, at every later start.
 */
async function beginWithSingleOptIn(deps: Deps, shopId: string): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const firstStart = (await templatesOfShop(tx, shopId)).length === 0;
    if (!firstStart) return;
    await writeConsentSettings(tx, shopId, SINGLE_OPT_IN);
  });
}

/** WhatsApp reviews them one after the other: with this one the story of the demo can be played to its end. */
const LAST_REVIEWED = "recommendation_carousel_3";

async function approved(deps: Deps, shopId: string): Promise<boolean> {
  const templates = await deps.db.inShop(shopId, (tx) => templatesOfShop(tx, shopId));
  const german = templates.filter((one) => one.language === "de" && one.status === "APPROVED");
  return german.some((one) => one.purpose === LAST_REVIEWED);
}

async function main(): Promise<void> {
  const token = process.env["WHATSAPP_ACCESS_TOKEN"] ?? "";
  const settings = readSettings();
  const built = await buildDeps(settings, "web");
  try {
    await openAdmin(settings);
    const shopId = await built.deps.db.crossShop.ensureShop(DEMO_SHOP);
    await connect(built.deps, shopId, token);
    await switchHoldoutOff(built.deps, shopId);
    await beginWithSingleOptIn(built.deps, shopId);
    await submitTemplates(built.deps, shopId);
    await switchRecommendationsOn(built.deps, shopId);
    const until = Date.now() + PATIENCE_MS;
    while (!(await approved(built.deps, shopId)) && Date.now() < until) await pause(200);
  } finally {
    await built.close();
  }
}

await main();
