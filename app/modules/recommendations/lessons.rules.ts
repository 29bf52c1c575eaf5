import { DAY_MS } from "#app/shared/duration.ts";
import { type Profile, profileOf, purchasesOf } from "./profile.rules.ts";
import { itemsOf, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";
import { readSignals, type Signals } from "./signals.rules.ts";

/** A past moment, and who bought again within the window after it. */
export interface Lesson {
  signals: Signals;
  pupils: { profile: Profile; bought: Set<number> }[];
}

/** How long after a moment a next order may lie, and how far back the moments lie. */
const WINDOW_DAYS = 60;
const LESSONS_DAYS_BACK = [60, 90, 120] as const;
const MOST_PUPILS = 1_500;
/** One lesson of a large shop teaches as much as three of a small one, and costs as much. */
const ONE_LESSON_FROM_ORDERS = 200_000;

/** The first order within the window after `signals.at` of each person known by then. */
function pupilsOf(history: PurchaseHistory, signals: Signals, until: number): Lesson["pupils"] {
  const pupils: Lesson["pupils"] = [];
  for (let person = 0; person < history.personStart.length - 1; person++) {
    const before = purchasesOf(history, person, signals.upTo);
    if (before.length === 0) continue;
    const next = ordersOf(history, person, history.orderAt.length)[before.length];
    if (next === undefined || (history.orderAt[next] ?? Infinity) >= until) continue;
    const bought = new Set(itemsOf(history, next));
    pupils.push({ profile: profileOf(before, signals.at), bought });
  }
  const every = Math.max(1, Math.ceil(pupils.length / MOST_PUPILS));
  return pupils.filter((_, n) => n % every === 0);
}

/** What the shop's own past can teach at `at`, in milliseconds: moments with enough history before them. */
export function lessonsOf(history: PurchaseHistory, at: number): Lesson[] {
  const first = history.orderAt[0] ?? at;
  const few = history.orderAt.length >= ONE_LESSON_FROM_ORDERS;
  return LESSONS_DAYS_BACK.slice(0, few ? 1 : undefined).flatMap((days) => {
    const then = at - days * DAY_MS;
    if (then - first < WINDOW_DAYS * DAY_MS) return [];
    const signals = readSignals(history, then);
    return [{ signals, pupils: pupilsOf(history, signals, then + WINDOW_DAYS * DAY_MS) }];
  });
}
