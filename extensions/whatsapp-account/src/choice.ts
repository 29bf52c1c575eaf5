import {
  PURPOSES,
  TOPICS,
  type AccountNumber,
  type Purpose,
  type Standing,
  type Topic,
} from "../../whatsapp-opt-in/src/app-api.ts";

/** What a customer wants, by purpose. */
export type Choice = Readonly<Record<Purpose, boolean>>;

export const NOTHING: Choice = {
  reminders: false,
  recommendations: false,
  offers: false,
  tap_tracking: false,
};

const stands = (standing: Standing) => standing === "granted" || standing === "pending";

/** What stands for a number now: the switches as they are first seen. */
export function choiceOf({ states }: Pick<AccountNumber, "states">): Choice {
  const { reminders, recommendations, offers, tap_tracking } = states;
  return {
    reminders: stands(reminders),
    recommendations: stands(recommendations),
    offers: stands(offers),
    tap_tracking: stands(tap_tracking),
  };
}

/** One request to the app: what is agreed to, or taken back. */
export interface Change {
  readonly granted: boolean;
  readonly topics: readonly Topic[];
  readonly tapTracking: boolean;
}

export function isNothing(choice: Choice): boolean {
  return !PURPOSES.some((purpose) => choice[purpose]);
}

/** Tracking is about messages: alone it would mean nothing. */
export function isEmptyWish(choice: Choice): boolean {
  return choice.tap_tracking && !TOPICS.some((topic) => choice[topic]);
}

/**
 * The requests that lead from what stands to what is wanted: first what is taken back, then what is
 * agreed to. What stands and stays wanted is not asked for again.
 */
export function changesTo(before: Choice, wanted: Choice): readonly Change[] {
  const off = PURPOSES.filter((purpose) => before[purpose] && !wanted[purpose]);
  const on = PURPOSES.filter((purpose) => wanted[purpose] && !before[purpose]);
  const topicsOf = (purposes: readonly Purpose[]) =>
    TOPICS.filter((topic) => purposes.includes(topic));
  const changes: Change[] = [];
  if (off.length > 0) {
    const tapTracking = off.includes("tap_tracking");
    changes.push({ granted: false, topics: topicsOf(off), tapTracking });
  }
  if (on.length > 0) {
    const fresh = topicsOf(on);
    // The tracking alone is agreed to anew together with the topics that it is about.
    const topics = fresh.length > 0 ? fresh : TOPICS.filter((topic) => wanted[topic]);
    changes.push({ granted: true, topics, tapTracking: wanted.tap_tracking });
  }
  return changes;
}
