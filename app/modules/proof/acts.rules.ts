import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";

/** Two events of one act have the same of all this. */
export interface ActFacts {
  readonly id: string;
  readonly topic: ConsentTopic | null;
  readonly kind: string;
  readonly source: string;
  readonly at: Date;
  readonly identifierHash: string | null;
  readonly requestId: string | null;
  readonly wordingVersion: string | null;
}

function keyOf(event: ActFacts): string {
  const { kind, source, at, identifierHash, requestId, wordingVersion } = event;
  return JSON.stringify([kind, source, at.getTime(), identifierHash, requestId, wordingVersion]);
}

/**
 * A tick writes an event per topic; who reads the ledger wants to see one act. Events of one kind, moment,
 * number and request belong together; the acts stand in the order of their first events.
 */
export function actsOf<Event extends ActFacts>(events: readonly Event[]): readonly Event[][] {
  return [...Map.groupBy(events, keyOf).values()];
}
