import { addMs, laterOf, SECOND_MS } from "#app/shared/duration.ts";
import type { ConfirmationState } from "./confirmation.types.ts";

/** What a person wrote or tapped that may answer a confirmation. */
export type AnswerFacts = {
  /** by WhatsApp's clock, in whole seconds */
  readonly at: Date;
  /** of the number that answered; null where WhatsApp names none (a username alone) */
  readonly identifierHash: string | null;
  /** the message whose button was tapped, as its payload says; null for words */
  readonly tappedMessageId: string | null;
  /** the message that the answer quotes */
  readonly contextWamid: string | null;
  /** what the shop sent to this number last: words without a quote answer that */
  readonly lastMessageId: string | null;
  /** "START": asks for messages by itself, where a "yes" may answer anything */
  readonly asksForMessages: boolean;
};

export type AskedFacts = {
  readonly state: ConfirmationState;
  readonly identifierHash: string;
  /** whoever answered is the contact that was asked */
  readonly isOfSender: boolean;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly messageId: string | null;
  /** when the request to WhatsApp began; null: it never did */
  readonly handedOverAt: Date | null;
  readonly wamid: string | null;
};

export type Verdict =
  | { readonly counts: true; readonly at: Date }
  | {
      readonly counts: false;
      readonly reason:
        | "never_asked"
        | "other_number"
        | "about_something_else"
        | "before_the_question"
        | "too_late"
        | "over";
    };

const no = (reason: Extract<Verdict, { counts: false }>["reason"]): Verdict => ({
  counts: false,
  reason,
});

function isAbout(answer: AnswerFacts, asked: AskedFacts): boolean {
  if (answer.asksForMessages) return true;
  if (answer.tappedMessageId !== null) return answer.tappedMessageId === asked.messageId;
  if (answer.contextWamid !== null) return answer.contextWamid === asked.wamid;
  return answer.lastMessageId === asked.messageId;
}

/**
 * The number itself, or, where WhatsApp withholds it, the button of the question: nobody else has its id,
 * and a new number would be another user to WhatsApp (contract 3.9).
 */
function isFromNumber(answer: AnswerFacts, asked: AskedFacts): boolean {
  if (answer.identifierHash !== null) return answer.identifierHash === asked.identifierHash;
  return asked.isOfSender && answer.tappedMessageId === asked.messageId;
}

/** Ended by an answer before this one; what merely ran out is judged by its time. */
function wasOver({ state, endedAt }: AskedFacts, at: Date): boolean {
  if (state !== "confirmed" && state !== "declined") return false;
  return endedAt !== null && endedAt <= at;
}

/** Whoever ticks is told to write START where no question comes: it confirms a request that nobody may ask about. */
function judgeStart(answer: AnswerFacts, asked: AskedFacts): Verdict {
  const { requestedAt, expiresAt, state } = asked;
  if (!answer.asksForMessages || (state !== "waiting" && state !== "not_asked")) {
    return no("never_asked");
  }
  if (answer.identifierHash !== asked.identifierHash) return no("other_number");
  if (addMs(answer.at, SECOND_MS) <= requestedAt) return no("before_the_question");
  if (answer.at >= expiresAt) return no("too_late");
  return { counts: true, at: laterOf(answer.at, requestedAt) };
}

/**
 * Whether an answer counts for a request to confirm: it comes from the very number that was given, is
 * about that very message, after it left and before it ran out. WhatsApp dates in whole seconds, so the
 * question's own second counts as after it. `at` is when it counts from.
 */
export function judgeAnswer(answer: AnswerFacts, asked: AskedFacts): Verdict {
  const { handedOverAt, requestedAt, expiresAt } = asked;
  if (asked.messageId === null || handedOverAt === null) return judgeStart(answer, asked);
  if (!isFromNumber(answer, asked)) return no("other_number");
  if (!isAbout(answer, asked)) return no("about_something_else");
  const latest = addMs(answer.at, SECOND_MS);
  // Whoever taps or quotes the question has seen it, whatever two clocks say.
  const hasSeenIt = answer.tappedMessageId !== null || answer.contextWamid !== null;
  if (latest <= requestedAt || (!hasSeenIt && latest <= handedOverAt)) {
    return no("before_the_question");
  }
  if (answer.at >= expiresAt) return no("too_late");
  const at = laterOf(answer.at, laterOf(handedOverAt, requestedAt));
  return wasOver(asked, at) ? no("over") : { counts: true, at };
}
