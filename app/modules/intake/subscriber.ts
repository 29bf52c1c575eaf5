import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { IntakeEvent } from "./intake.types.ts";

/** One idempotent consumer of an event: it may run again after a crash, or beside another. */
export interface Subscriber {
  name: string;
  run(deps: Deps, event: IntakeEvent): Promise<void>;
  /**
   * The same for several events of one shop, in their order. Where it fails, parts of them are tried
   * again down to each on its own, so that one bad event holds up no other.
   */
  runAll?(deps: Deps, events: IntakeEvent[]): Promise<void>;
  /**
   * The same within the transaction that settles the events: hundreds of small ones are then settled in
   * the few statements of one. Nothing but the database may change. What fails is tried again as above,
   * and on its own by `run`.
   */
  runWithin?(deps: Deps, tx: Tx, events: IntakeEvent[]): Promise<void>;
}

/** "shopify:orders/create" or "whatsapp:messages" -> who wants to know. */
export type SubscriberMap = Readonly<Record<string, readonly Subscriber[]>>;
