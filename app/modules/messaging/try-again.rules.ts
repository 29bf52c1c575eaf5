import { addMs, MINUTE_MS } from "#app/shared/duration.ts";
import type { MessageNow } from "./landing.types.ts";

/** So long its webhook is given to say what became of it. */
export const TRY_AGAIN_AFTER_MS = 15 * MINUTE_MS;

/** Confirmations: UTILITY messages that answer an act of the person's own (contract 4.5). */
const UTILITY: readonly string[] = ["double_opt_in", "opt_out_confirmation"];

/** Only utility, only once, only when its outcome is unknown and it still makes sense. */
export function mayTryAgain(message: MessageNow, now: Date): boolean {
  const { state, kind, attempts, handedOverAt, endedAt, expiresAt } = message;
  if (state !== "unknown" || endedAt !== null || !UTILITY.includes(kind) || attempts !== 1)
    return false;
  return handedOverAt !== null && addMs(handedOverAt, TRY_AGAIN_AFTER_MS) <= now && now < expiresAt;
}

/** Planned anew; a late word on the first attempt still counts. */
export function planAgain(message: MessageNow, now: Date): MessageNow {
  return { ...message, state: "planned", reason: "outcome_unknown", notBefore: now };
}
