import type { ConsentState, ConsentTopic } from "#app/modules/consent/consent.types.ts";

export interface ProofStanding {
  topic: ConsentTopic;
  state: ConsentState;
  /** ISO 8601 */
  since: string | null;
}

/** What a person's page and its PDF print. */
export interface ProofReport {
  contactId: string;
  firstName: string | null;
  /** masked */
  phone: string | null;
  /** set: the person's data were erased, only what the law makes us keep is left */
  erasedAt: string | null;
  standings: ProofStanding[];
}
