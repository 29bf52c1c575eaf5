import type { IntakeSource } from "./intake.types.ts";
import { identifiersOfShopify } from "./shopify-keys.rules.ts";
import type { IntakeKey } from "./shopify-keys.rules.ts";
import { identifiersOfWhatsApp } from "./whatsapp-keys.rules.ts";

export { identifiersOfShopify } from "./shopify-keys.rules.ts";
export type { FoundKeys, IntakeKey } from "./shopify-keys.rules.ts";
export { identifiersOfWhatsApp } from "./whatsapp-keys.rules.ts";

export type KeyedDelivery = {
  readonly source: IntakeSource;
  readonly topic: string;
  /** Parsed JSON: Shopify's body, or one change of a WhatsApp post. */
  readonly body: unknown;
};

/**
 * What a delivery holds marketing for until it has been processed. A body that cannot be read holds
 * nobody, and is parked by whoever processes it.
 */
export function intakeKeys({ source, topic, body }: KeyedDelivery): readonly IntakeKey[] {
  const found =
    source === "shopify" ? identifiersOfShopify(topic, body) : identifiersOfWhatsApp(body);
  return found.identifiers;
}
