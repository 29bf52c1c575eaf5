/** How long consent lives unused, in calendar months, and when a renewal may be asked for. */
export interface AgeingSettings {
  readonly staleAfterMonths: number;
  /** how many months before that a renewal may be asked for */
  readonly renewMonthsBefore: number;
}

export const consentAges = ["fresh", "soon_stale", "stale"] as const;
export type ConsentAge = (typeof consentAges)[number];

/** What keeps one topic's consent in use; instants that are unknown or never were are null. */
export interface Usage {
  /** when the standing consent began */
  readonly since: Date;
  /** the last yes to this topic, renewals included */
  readonly lastYesAt: Date | null;
  /** when a message of this topic last reached the person; one that asks for a renewal is no use */
  readonly lastReachedAt: Date | null;
}

/** The same day of the month, that many months before; the last day where that month is shorter. */
export function monthsBefore(now: Date, months: number): Date {
  const day = now.getUTCDate();
  const then = new Date(now);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(day, last));
  return then;
}

/** The last sign that the consent to a topic is alive: a message that came, or an act of the person's own. */
export function lastUse({ since, lastYesAt, lastReachedAt }: Usage): Date {
  const all = [since, lastYesAt, lastReachedAt].flatMap((at) =>
    at === null ? [] : [at.getTime()],
  );
  return new Date(Math.max(...all));
}

/** The instants that part the ages: used before the first is stale, before the second soon. */
export function ageBounds(settings: AgeingSettings, now: Date): { stale: Date; soon: Date } {
  const { staleAfterMonths, renewMonthsBefore } = settings;
  const freshMonths = Math.max(staleAfterMonths - renewMonthsBefore, 0);
  return { stale: monthsBefore(now, staleAfterMonths), soon: monthsBefore(now, freshMonths) };
}

/**
 * How old a consent is that nobody uses. No statute lets it lapse by time alone (BGH 2018), but a court held
 * one unused for about four years to have lapsed (AG München, 161 C 12736/22; market.md 8.8): so long before
 * that sending pauses, and while it is still valid the person may be asked whether it stays.
 */
export function ageOf(usedAt: Date, settings: AgeingSettings, now: Date): ConsentAge {
  const { stale, soon } = ageBounds(settings, now);
  if (usedAt <= stale) return "stale";
  return usedAt <= soon ? "soon_stale" : "fresh";
}
