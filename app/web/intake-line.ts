import { setTimeout as pause } from "node:timers/promises";
import type { StoredDelivery } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { announceEvents, type StoredEvent, storeDeliveries } from "#app/modules/intake/index.ts";
import { describeError } from "#app/adapters/log/log.server.ts";
import { groupWriter } from "./group-writer.ts";
import { shopIdByAccount, shopIdByDomain } from "./shop-ids.ts";

export type UnstoredKind = "whatsapp_unreadable" | "whatsapp_unknown_account";

/** Everything the webhook routes share. */
export interface IntakeLine {
  deps: Deps;
  shopifySecrets: string[];
  whatsAppSecret: string;
  verifyToken: string;
  shopIdOf(domain: string): Promise<string>;
  shopIdOfAccount(wabaId: string): Promise<string | null>;
  /** Counts what could not be stored, for /metrics. */
  count(what: UnstoredKind): void;
  /** Resolves when the delivery is durable. */
  store(delivery: StoredDelivery): Promise<void>;
  /** Waits for writes and announcements that are under way. */
  drain(): Promise<void>;
}

const MAX_GROUP = 200;
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
/** A job takes at most so many events. */
const MAX_ANNOUNCED = 1000;
/** In a burst one job every so often wakes the workers for all: adding a job costs more than a row. */
const ANNOUNCE_EVERY_MS = 100;

/**
 * Two writers in a row: the first makes deliveries durable in groups, the second wakes the workers
 * for what has become durable, also in groups, while nobody waits for it.
 */
export function openIntakeLine(
  deps: Deps,
  secrets: Pick<IntakeLine, "shopifySecrets" | "whatsAppSecret" | "verifyToken" | "count">,
): IntakeLine {
  const announcer = groupWriter<StoredEvent>({
    write: async (events) => {
      try {
        await announceEvents(deps, events);
      } catch (error) {
        // The rows are durable: the sweep finds them.
        deps.log.warn("intake.announce_failed", { events: events.length, ...describeError(error) });
      }
      if (events.length < MAX_ANNOUNCED) await pause(ANNOUNCE_EVERY_MS);
    },
    sizeOf: () => 1,
    maxItems: MAX_ANNOUNCED,
    maxSize: MAX_ANNOUNCED,
    lanes: 1,
  });
  const writer = groupWriter<StoredDelivery>({
    write: async (deliveries) => {
      for (const event of await storeDeliveries(deps, deliveries)) void announcer.add(event);
    },
    sizeOf: (delivery) => delivery.body.length,
    maxItems: MAX_GROUP,
    maxSize: MAX_GROUP_BYTES,
    lanes: 2,
  });
  return {
    deps,
    ...secrets,
    shopIdOf: shopIdByDomain(deps.db.crossShop),
    shopIdOfAccount: shopIdByAccount(deps.db.crossShop),
    store: writer.add,
    drain: async () => {
      await writer.idle();
      await announcer.idle();
    },
  };
}
