import { SECOND_MS, addMs } from "#app/shared/duration.ts";

/** After this many failures an event is parked: it keeps holding marketing until a person looks. */
export const MAX_TRIES = 8;
/** While one worker holds an event, the sweep leaves it alone for this long. */
export const LEASE_MS = 60 * SECOND_MS;

const FIRST_PAUSE_MS = 5 * SECOND_MS;

export type AfterFailure = { status: "received"; nextTryAt: Date } | { status: "parked" };

/**
 * What becomes of an event whose subscriber failed: again after 5 s, 10 s, 20 s, … (eight tries in
 * about ten minutes), then parked. What can never succeed is parked at once.
 * @param failures including this one
 */
export function afterFailure(facts: {
  failures: number;
  permanent: boolean;
  now: Date;
}): AfterFailure {
  if (facts.permanent || facts.failures >= MAX_TRIES) return { status: "parked" };
  const pause = FIRST_PAUSE_MS * 2 ** (facts.failures - 1);
  return { status: "received", nextTryAt: addMs(facts.now, pause) };
}
