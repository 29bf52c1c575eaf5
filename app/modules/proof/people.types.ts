import type { ConsentState, MessageTopic } from "#app/modules/consent/consent.types.ts";

/** One person in a list: enough to be recognised by somebody who knows them, no more. */
export interface PersonLine {
  id: string;
  firstName: string | null;
  /** masked; null for somebody whom WhatsApp names without a number */
  phone: string | null;
  /** when we first heard of them, ISO 8601 */
  since: string;
  states: Record<MessageTopic, ConsentState>;
}

export interface PeoplePage {
  people: PersonLine[];
  /** where the next page begins; null at the end */
  next: string | null;
}
