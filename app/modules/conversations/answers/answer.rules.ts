import { addDays } from "#app/shared/duration.ts";

/**
 * Days in which a human can say what was meant. After them it counts as a "no": whoever may have refused is
 * not written to because nobody had time to read (market.md part 8: the refusal needs no form).
 */
export const DAYS_TO_DECIDE = 7;

export function decideBy(writtenAt: Date): Date {
  return addDays(writtenAt, DAYS_TO_DECIDE);
}
