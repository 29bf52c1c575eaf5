import type { IntakeSource } from "./intake.types.ts";
import { identifiersOfShopify } from "./shopify-keys.rules.ts";
import type { IntakeKey } from "./shopify-keys.rules.ts";
import { identifiersOfWhatsApp, STOPPED_MARKETING } from "./whatsapp-keys.rules.ts";
import { STATUSES } from "./whatsapp-topic.rules.ts";

export { identifiersOfShopify } from "./shopify-keys.rules.ts";
export type { FoundKeys, IntakeKey } from "./shopify-keys.rules.ts";
export { identifiersOfWhatsApp } from "./whatsapp-keys.rules.ts";

export type KeyedDelivery = {
  readonly source: IntakeSource;
  readonly topic: string;
  /** Parsed JSON: Shopify's body, or one change of a WhatsApp post. */
  readonly body: unknown;
  /** The same as text. */
  readonly rawBody: string;
};

const STOP_CODE = String(STOPPED_MARKETING);

/** Of statuses only those with Meta's code for a stop hold somebody: where it does not stand, nobody is named. */
function namesNobody({ source, topic, rawBody }: KeyedDelivery): boolean {
  return source === "whatsapp" && topic === STATUSES && !rawBody.includes(STOP_CODE);
}

/**
 * What a delivery holds marketing for until it has been processed. A body that cannot be read holds
 * nobody, and is parked by whoever processes it.
 */
export function intakeKeys(delivery: KeyedDelivery): readonly IntakeKey[] {
  if (namesNobody(delivery)) return [];
  const { source, topic, body } = delivery;
  const found =
    source === "shopify" ? identifiersOfShopify(topic, body) : identifiersOfWhatsApp(body);
  return found.identifiers;
}
