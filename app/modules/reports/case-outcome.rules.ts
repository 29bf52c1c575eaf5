import type { MessageState } from "#app/modules/messaging/message.types.ts";

/** What became of a case, as a merchant counts: a planned message may still end without being sent. */
export const caseOutcomes = [
  "sent",
  "sending",
  "not_sent",
  "held_out",
  "superseded",
  "waiting",
] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

const OF_MESSAGE: Readonly<Record<MessageState, CaseOutcome>> = {
  planned: "sending",
  claimed: "sending",
  handing_over: "sending",
  accepted: "sent",
  held: "sent",
  sent: "sent",
  delivered: "sent",
  read: "sent",
  // It counts as sent for caps and budget, too.
  unknown: "sent",
  failed: "not_sent",
  skipped: "not_sent",
};

const OF_CASE: Readonly<Record<string, CaseOutcome>> = {
  waiting: "waiting",
  skipped: "not_sent",
  held_out: "held_out",
  superseded: "superseded",
};

function isMessageState(state: string): state is MessageState {
  return Object.hasOwn(OF_MESSAGE, state);
}

export interface CaseFacts {
  state: string;
  reason: string | null;
  /** of the message that was planned for it */
  messageState: string | null;
  messageReason: string | null;
}

/** The outcome of a case and its reason: where a message was planned, the message's. */
export function caseOutcome(facts: CaseFacts): { outcome: CaseOutcome; reason: string | null } {
  const { state, messageState } = facts;
  if (state !== "planned") return { outcome: OF_CASE[state] ?? "not_sent", reason: facts.reason };
  if (messageState === null || !isMessageState(messageState)) {
    return { outcome: "sending", reason: null };
  }
  const outcome = OF_MESSAGE[messageState];
  return { outcome, reason: outcome === "sent" ? null : facts.messageReason };
}
