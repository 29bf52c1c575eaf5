import type { Tx } from "#app/ports/db.ts";
import { type ConsentSettings, consentSettingsOf } from "./consent-settings.types.ts";

export interface ShopRow {
  id: string;
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  locale: string;
  storefrontDomains: string[];
  privacyUrl: string | null;
  status: string;
  installedAt: Date | null;
  uninstalledAt: Date | null;
  consentSettings: ConsentSettings;
  reminderSettings: unknown;
  sendSettings: unknown;
  recommendationSettings: unknown;
}

/** @throws when the shop does not exist inside the transaction's wall */
export async function readShop(tx: Tx, shopId: string): Promise<ShopRow> {
  const row = await tx.shop.findFirstOrThrow({ where: { id: shopId } });
  return { ...row, consentSettings: consentSettingsOf(row.consentSettings) };
}

/** What a public page says of a shop, whether or not the app is still installed there. */
export async function shopFace(
  tx: Tx,
  shopId: string,
): Promise<Pick<ShopRow, "name" | "domain" | "storefrontDomains">> {
  const rows = await tx.$queryRaw<{ name: string; domain: string; domains: string[] }[]>`
    select name, domain, storefront_domains as domains from shop where id = ${shopId}::uuid`;
  const [row] = rows;
  if (!row) throw new Error("A person without a shop");
  return { name: row.name, domain: row.domain, storefrontDomains: row.domains };
}

export async function writeReminderSettings(
  tx: Tx,
  shopId: string,
  settings: Record<string, unknown>,
): Promise<void> {
  await tx.$executeRaw`
    update shop set reminder_settings = ${JSON.stringify(settings)}::jsonb, updated_at = now()
    where id = ${shopId}::uuid`;
}

export async function writeSendSettings(
  tx: Tx,
  shopId: string,
  settings: Record<string, unknown>,
): Promise<void> {
  await tx.$executeRaw`
    update shop set send_settings = ${JSON.stringify(settings)}::jsonb, updated_at = now()
    where id = ${shopId}::uuid`;
}

/** Changes what is named; fields that this version does not know stay as they are. */
export async function writeConsentSettings(
  tx: Tx,
  shopId: string,
  change: Partial<ConsentSettings>,
): Promise<void> {
  await tx.$executeRaw`
    update shop set consent_settings = consent_settings || ${JSON.stringify(change)}::jsonb,
      updated_at = now()
    where id = ${shopId}::uuid`;
}

/** Changes what is named; fields that this version does not know stay as they are. */
export async function writeRecommendationSettings(
  tx: Tx,
  shopId: string,
  change: Record<string, unknown>,
): Promise<void> {
  await tx.$executeRaw`
    update shop set recommendation_settings = recommendation_settings || ${JSON.stringify(change)}::jsonb,
      updated_at = now()
    where id = ${shopId}::uuid`;
}

export interface InstallFacts {
  name: string;
  currency: string;
  timeZone: string;
  locale: string;
  storefrontDomains: string[];
}

/** Marks the shop installed, with what Shopify says of it now. */
export async function writeInstalled(
  tx: Tx,
  shopId: string,
  facts: InstallFacts & { at: Date },
): Promise<void> {
  const { at, ...told } = facts;
  await tx.shop.update({
    where: { id: shopId },
    data: { ...told, status: "installed", installedAt: at, uninstalledAt: null },
  });
}

export async function writeUninstalled(tx: Tx, shopId: string, at: Date): Promise<void> {
  await tx.shop.update({
    where: { id: shopId },
    data: { status: "uninstalled", uninstalledAt: at },
  });
}
