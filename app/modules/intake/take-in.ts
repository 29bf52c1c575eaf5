import type { StoredDelivery } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { intakeKeys } from "./intake-keys.rules.ts";
import type { Delivery, StoredEvent } from "./intake.types.ts";

type Needs = Pick<Deps, "clock" | "db" | "vault">;

/**
 * Gets a delivery ready to be stored: its body sealed, and the keyed hashes of everybody and
 * everything it names, under every lookup key, so that a claim finds them whichever key wrote its row.
 */
export function sealDelivery(deps: Pick<Deps, "vault">, delivery: Delivery): StoredDelivery {
  const { shopId, source, topic, deliveryId, triggeredAt } = delivery;
  const holds = new Set<string>();
  for (const { kind, value } of intakeKeys(delivery)) {
    for (const hash of deps.vault.hashes(shopId, kind, value)) holds.add(hash);
  }
  const body = deps.vault.seal(delivery.rawBytes ?? delivery.rawBody, `${shopId}:intake_event`);
  return { shopId, source, topic, deliveryId, triggeredAt, body, holds: [...holds] };
}

/**
 * Stores deliveries, durable when it resolves, in one statement. Gives those that were new; a
 * delivery seen before is durable already.
 */
export function storeDeliveries(deps: Needs, deliveries: StoredDelivery[]): Promise<StoredEvent[]> {
  return deps.db.crossShop.storeDeliveries(deliveries, deps.clock.now());
}
