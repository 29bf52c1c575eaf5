import { addDays } from "#app/shared/duration.ts";
import { calendarDay, type CalendarDay, monthOf } from "./budget-period.rules.ts";
import {
  type Budget,
  type BudgetStop,
  budgetStops,
  type CostAlert,
  type ReserveLine,
  type ShownBudget,
} from "./budget.types.ts";

export type Fit = {
  /** the budget with the kept lines counted */
  readonly budget: Budget;
  /** what is reserved, with the price that counts */
  readonly kept: readonly ReserveLine[];
  readonly stops: ReadonlyMap<string, BudgetStop>;
};

/**
 * The budget on this day: a new day or month starts at nothing. A clock that lags behind another's
 * counts for the day that the other has begun, so no day is opened twice.
 */
export function onDay(budget: Budget, day: CalendarDay): Budget {
  if (day <= budget.day) return budget;
  const sameMonth = monthOf(day) === monthOf(budget.day);
  return { ...budget, day, dayMicros: 0, monthMicros: sameMonth ? budget.monthMicros : 0 };
}

export function isLimited(budget: Pick<Budget, "dayLimit" | "monthLimit">): boolean {
  return budget.dayLimit !== null || budget.monthLimit !== null;
}

/**
 * The line at the price that counts against the budget. A price in another currency is none here: we
 * never convert. What the merchant set for unknown prices takes its place while a limit is set.
 */
function counted(budget: Budget, line: ReserveLine): ReserveLine {
  if (line.micros !== null && line.currency === budget.currency) return line;
  if (!isLimited(budget) || budget.unknownPrice === null) return line;
  return { ...line, micros: budget.unknownPrice, currency: budget.currency, estimate: true };
}

function stopOf(budget: Budget, line: ReserveLine): BudgetStop | null {
  if (!isLimited(budget)) return null;
  if (line.micros === null || line.currency !== budget.currency) return "price_unknown";
  // The month first: where it has nothing left, the next day would not help.
  const { monthLimit, dayLimit } = budget;
  if (monthLimit !== null && budget.monthMicros + line.micros > monthLimit) return "month";
  return dayLimit !== null && budget.dayMicros + line.micros > dayLimit ? "day" : null;
}

/** Which messages the budget covers, in their order; a cheaper one may fit where a dearer did not. */
export function fitLines(at: Budget, lines: readonly ReserveLine[]): Fit {
  let budget = at;
  const kept: ReserveLine[] = [];
  const stops = new Map<string, BudgetStop>();
  for (const given of lines) {
    const line = counted(budget, given);
    const stop = stopOf(budget, line);
    if (stop !== null) {
      stops.set(line.messageId, stop);
      continue;
    }
    kept.push(line);
    if (line.currency !== budget.currency) continue;
    const micros = line.micros ?? 0;
    const { dayMicros, monthMicros } = budget;
    budget = { ...budget, dayMicros: dayMicros + micros, monthMicros: monthMicros + micros };
  }
  return { budget, kept, stops };
}

/** The stop that lasts longest: it is the one to tell the merchant of. */
export function worstStop(stops: ReadonlyMap<string, BudgetStop>): BudgetStop | null {
  const met = new Set(stops.values());
  return budgetStops.findLast((stop) => met.has(stop)) ?? null;
}

const NEAR = 0.8;
/** How long a message without a price is worth telling of. */
const UNKNOWN_IS_TOLD_DAYS = 7;

function periodAlert(
  about: "day" | "month",
  use: { used: number; limit: number | null; stopped: boolean },
): CostAlert[] {
  const { used, limit, stopped } = use;
  if (limit === null) return [];
  // A message may be held back before the last cent: what is left does not pay for it.
  if (stopped || used >= limit) return [{ about, level: "full" }];
  return used >= limit * NEAR ? [{ about, level: "near" }] : [];
}

/** What the merchant should know: four fifths of a limit spoken for, nothing more leaving, no price. */
export function alertsOf(shown: ShownBudget, now: Date, zone: string): CostAlert[] {
  const today = calendarDay(now, zone);
  const budget = onDay(shown, today);
  const { stop } = shown;
  const stopDay = stop ? calendarDay(stop.at, zone) : "";
  const unknownIsFresh =
    stop?.by === "price_unknown" && now <= addDays(stop.at, UNKNOWN_IS_TOLD_DAYS);
  return [
    ...periodAlert("day", {
      used: budget.dayMicros,
      limit: budget.dayLimit,
      stopped: stop?.by === "day" && stopDay === today,
    }),
    ...periodAlert("month", {
      used: budget.monthMicros,
      limit: budget.monthLimit,
      stopped: stop?.by === "month" && monthOf(stopDay) === monthOf(today),
    }),
    ...(unknownIsFresh ? [{ about: "price_unknown", level: "full" } as const] : []),
  ];
}
