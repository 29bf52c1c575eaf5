import { z } from "zod";
import { type ConsentTopic, consentTopicSchema } from "#app/modules/consent/consent.types.ts";

/**
 * `waiting`: will be asked once there is a template and a number. `asked`: the message is planned, or out.
 * `not_asked`: nobody is asked, see the reason.
 */
export const confirmationStates = [
  "waiting",
  "asked",
  "confirmed",
  "declined",
  "expired",
  "not_asked",
] as const;
export const confirmationStateSchema = z.enum(confirmationStates);
export type ConfirmationState = z.infer<typeof confirmationStateSchema>;

/** Why somebody is not asked to confirm. */
export const notAskedReasons = [
  "opted_out",
  "suppressed",
  "asked_lately",
  "asked_twice",
  "not_sent",
] as const;
export type NotAskedReason = (typeof notAskedReasons)[number];

export const topicsSchema = z.array(consentTopicSchema);

/** What was agreed to, where, and in which words: the confirmation is proof of just that. */
export interface ConfirmationOf {
  contactId: string;
  /** keyed hash of the number that was given: only it can confirm */
  identifierHash: string;
  requestKey: string;
  topics: ConsentTopic[];
  wordingVersion: string | null;
  wordingHash: string | null;
  locale: string | null;
  place: string | null;
  checkoutToken: string | null;
  requestedAt: Date;
}

export interface ConfirmationRow extends ConfirmationOf {
  id: string;
  expiresAt: Date;
  state: ConfirmationState;
  reason: string | null;
  leaderId: string | null;
  messageId: string | null;
  askedAt: Date | null;
  endedAt: Date | null;
}
