import { DAY_MS } from "#app/shared/duration.ts";
import { type Profile, profileOf, purchasesOf } from "./profile.rules.ts";
import { itemsOf, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";
import { readSignals, type Signals } from "./signals.rules.ts";

/** A past moment, and who bought again within the window after it. */
export interface Lesson {
  signals: Signals;
  pupils: { profile: Profile; bought: Set<number> }[];
}

/** How long after a moment a next order may lie, where the history is long enough. */
const WINDOW_DAYS = 60;
/** A quarter of the history, where it is shorter: enough must lie before the moment. */
const SHARE_OF_HISTORY = 0.25;
const FEWEST_WINDOW_DAYS = 7;
/** How far back the moments lie, in windows. */
const LESSONS_BACK = [1, 1.5, 2] as const;
const MOST_PUPILS = 3_000;
/** One lesson of a large shop teaches as much as three of a small one, and costs as much; so does one of its pupils. */
const ONE_LESSON_FROM_ORDERS = 200_000;
const MOST_PUPILS_OF_ONE = 1_500;

/** In milliseconds: a young shop learns from shorter windows. */
function windowOf(spanMs: number): number {
  const days = (spanMs / DAY_MS) * SHARE_OF_HISTORY;
  return Math.max(FEWEST_WINDOW_DAYS, Math.min(WINDOW_DAYS, days)) * DAY_MS;
}

/** The first order within the window after `signals.at` of each person known by then. */
function pupilsOf(
  history: PurchaseHistory,
  signals: Signals,
  { until, most }: { until: number; most: number },
): Lesson["pupils"] {
  const pupils: Lesson["pupils"] = [];
  for (let person = 0; person < history.personStart.length - 1; person++) {
    const before = purchasesOf(history, person, signals.upTo);
    if (before.length === 0) continue;
    const next = ordersOf(history, person, history.orderAt.length)[before.length];
    if (next === undefined || (history.orderAt[next] ?? Infinity) >= until) continue;
    const bought = new Set(itemsOf(history, next));
    pupils.push({ profile: profileOf(before, signals.at), bought });
  }
  const every = Math.max(1, Math.ceil(pupils.length / most));
  return pupils.filter((_, n) => n % every === 0);
}

/** What the shop's own past can teach at `at`, in milliseconds: moments with enough history before them. */
export function lessonsOf(history: PurchaseHistory, at: number): Lesson[] {
  const first = history.orderAt[0] ?? at;
  const few = history.orderAt.length >= ONE_LESSON_FROM_ORDERS;
  const most = few ? MOST_PUPILS_OF_ONE : MOST_PUPILS;
  const windowMs = windowOf(at - first);
  return LESSONS_BACK.slice(0, few ? 1 : undefined).flatMap((windows) => {
    const then = at - windows * windowMs;
    if (then - first < windowMs) return [];
    const signals = readSignals(history, then);
    return [{ signals, pupils: pupilsOf(history, signals, { until: then + windowMs, most }) }];
  });
}
