import { z } from "zod";

/** What a human can decide about words that may have been a "no". */
export const answerVerdicts = ["stop", "no_stop"] as const;
export const answerVerdictSchema = z.enum(answerVerdicts);
export type AnswerVerdict = z.infer<typeof answerVerdictSchema>;

/**
 * What became of it. `settled`: the person spoke clearly since, in whichever direction. `undecided`: nobody
 * decided in time, so it counts as a "no".
 */
export const answerDecisions = [...answerVerdicts, "settled", "undecided"] as const;
export const answerDecisionSchema = z.enum(answerDecisions);
export type AnswerDecision = z.infer<typeof answerDecisionSchema>;

/** Suppression of marketing while nobody has decided. */
export const PERHAPS_OPT_OUT = "perhaps_opt_out";

export interface AnswerRow {
  id: string;
  contactId: string;
  /** the message that holds the words */
  inboundId: string;
  at: Date;
  decideBy: Date;
  decision: AnswerDecision | null;
  decidedAt: Date | null;
  decidedBy: string | null;
}

/** One of them as the merchant sees it. */
export interface ShownAnswer {
  id: string;
  contactId: string;
  firstName: string | null;
  /** masked */
  phone: string | null;
  /** null when the words are gone: erased, or kept no longer */
  text: string | null;
  /** ISO 8601 */
  at: string;
  decideBy: string;
}

export interface DecidedAnswer {
  id: string;
  contactId: string;
  decision: AnswerDecision;
  decidedAt: string;
  decidedBy: string | null;
}
