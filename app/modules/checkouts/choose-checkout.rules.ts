import { DAY_MS } from "#app/shared/duration.ts";

export type CheckoutCandidate = {
  readonly token: string;
  readonly lastActivityAt: Date;
  readonly valueMinor: number;
};

function byValueThenNewest(a: CheckoutCandidate, b: CheckoutCandidate): number {
  if (a.valueMinor !== b.valueMinor) return b.valueMinor - a.valueMinor;
  const newer = b.lastActivityAt.getTime() - a.lastActivityAt.getTime();
  if (newer !== 0) return newer;
  return a.token < b.token ? -1 : 1;
}

/**
 * Which of a person's open checkouts is reminded of: among those last touched within 24 h of the newest
 * touch the most valuable; of equal value the newest; of equal time the lower token. Throws without any.
 */
export function chooseCheckout(candidates: readonly CheckoutCandidate[]): string {
  const newest = Math.max(...candidates.map(({ lastActivityAt }) => lastActivityAt.getTime()));
  const recent = candidates.filter(
    ({ lastActivityAt }) => newest - lastActivityAt.getTime() <= DAY_MS,
  );
  const [chosen] = recent.toSorted(byValueThenNewest);
  if (!chosen) throw new RangeError("There is no checkout to choose from");
  return chosen.token;
}
