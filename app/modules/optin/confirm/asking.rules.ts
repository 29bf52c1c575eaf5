import { addDays } from "#app/shared/duration.ts";
import type { NotAskedReason } from "./confirmation.types.ts";

/** One neutral confirmation per shop in so many days: anybody can type anybody's number. */
export const ASK_AGAIN_AFTER_DAYS = 90;
/** … and so many in all, until the person has written themselves. */
export const ASK_AT_MOST = 2;

export type AskingFacts = {
  /** why this person is not to be messaged; null: nothing speaks against it */
  readonly suppressed: string | null;
  /** a confirmation that is still to be sent, or can still be answered */
  readonly open: { readonly requestId: string; readonly expiresAt: Date } | null;
  /** when the shop asked this number before; what never left does not count */
  readonly askedAt: readonly Date[];
  /** when the person last wrote to the shop */
  readonly lastInboundAt: Date | null;
};

export type AskingDecision =
  | { readonly do: "ask" }
  /** no second message: the answer to that one counts for this request, too */
  | { readonly do: "join"; readonly requestId: string; readonly expiresAt: Date }
  | { readonly do: "leave"; readonly reason: NotAskedReason };

const OPT_OUTS: readonly string[] = ["opt_out", "native_stop", "perhaps_opt_out"];

/**
 * Whether a person whose number was typed somewhere is asked on WhatsApp to confirm. A request is no
 * proof that the person made it, so whoever said "no" is not asked at all (UWG § 7: an objection stands
 * until they speak themselves, and START on WhatsApp is open to them); others at most once in 90 days
 * and twice until they have written. Two requests while one question is open are one question.
 */
export function decideAsking(facts: AskingFacts, now: Date): AskingDecision {
  const { suppressed, open, askedAt, lastInboundAt } = facts;
  if (suppressed !== null) {
    return { do: "leave", reason: OPT_OUTS.includes(suppressed) ? "opted_out" : "suppressed" };
  }
  if (open && open.expiresAt > now) return { do: "join", ...open };
  const since = addDays(now, -ASK_AGAIN_AFTER_DAYS);
  if (askedAt.some((at) => at > since)) return { do: "leave", reason: "asked_lately" };
  const unanswered = askedAt.filter((at) => lastInboundAt === null || at > lastInboundAt);
  if (unanswered.length >= ASK_AT_MOST) return { do: "leave", reason: "asked_twice" };
  return { do: "ask" };
}
