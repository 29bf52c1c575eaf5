import { addHours } from "#app/shared/duration.ts";

/** Shopify sends shop/redact so long after an uninstall (contract 7.1). */
export const REDACT_AFTER_HOURS = 48;

export interface ShopStanding {
  status: string;
  installedAt: Date | null;
}

/**
 * What a shop/redact means. `gone`: uninstalled, and not back. `back`: installed again after the uninstall
 * that caused it. `ask`: installed since long before, so its uninstall was never told us, or this request
 * is a mistake: only Shopify knows.
 */
export function meaningOfRedact(shop: ShopStanding, triggeredAt: Date): "gone" | "back" | "ask" {
  if (shop.status !== "installed") return "gone";
  if (shop.installedAt === null) return "ask";
  return shop.installedAt > addHours(triggeredAt, -REDACT_AFTER_HOURS) ? "back" : "ask";
}
