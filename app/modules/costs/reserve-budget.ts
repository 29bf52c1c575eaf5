import type { Tx } from "#app/ports/db.ts";
import { calendarDay } from "./budget-period.rules.ts";
import { fitLines, onDay, worstStop } from "./budget.rules.ts";
import { writeReservations, writeStop } from "./budget.store.server.ts";
import type { BudgetStop } from "./budget.types.ts";
import { marketOf } from "./market.rules.ts";
import { openBudget } from "./open-budget.ts";
import type { Price } from "./price.rules.ts";
import type { MessageCategory } from "./rate.types.ts";

/** A message that would be sent now, with its price by the card of the day; null when no card knows one. */
export interface Reservation {
  messageId: string;
  category: MessageCategory;
  /** ISO 3166 alpha-2 of the recipient's number; null when unknown */
  country: string | null;
  price: Price | null;
}

/**
 * Reserves the price of each message against the shop's budget, in the transaction that claims them: no
 * worker can pass a limit beside another (invariant 7), and a claim that is rolled back reserved nothing.
 * The budget's row stays locked until that transaction ends, so this is one of its last questions. Two
 * statements, a third where something is held back.
 * The day is the shop's, in `zone`.
 * @returns the messages that the budget does not cover; the others are reserved
 */
export async function reserveBudget(
  tx: Tx,
  shopId: string,
  asked: { at: Date; zone: string; lines: Reservation[] },
): Promise<Map<string, BudgetStop>> {
  if (asked.lines.length === 0) return new Map();
  const { at } = asked;
  const today = calendarDay(at, asked.zone);
  const budget = onDay(await openBudget(tx, shopId, { day: today, at }), today);
  const lines = asked.lines.map(({ messageId, category, country, price }) => ({
    messageId,
    category,
    market: price?.market ?? marketOf(country),
    micros: price?.micros ?? null,
    currency: price?.currency ?? null,
    estimate: price?.estimate ?? true,
  }));
  const fit = fitLines(budget, lines);
  const { kept } = fit;
  if (kept.length > 0) {
    await writeReservations(tx, shopId, { budget: fit.budget, lines: kept, day: budget.day, at });
  }
  const stop = worstStop(fit.stops);
  if (stop !== null) await writeStop(tx, shopId, { by: stop, at });
  return new Map(fit.stops);
}
