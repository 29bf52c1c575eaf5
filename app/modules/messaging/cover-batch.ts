import {
  type BudgetStop,
  nextDayAt,
  nextMonthAt,
  reserveBudget,
} from "#app/modules/costs/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Candidate } from "./send-facts.ts";
import { decideSend, type SendDecision } from "./send-policy.rules.ts";

interface Asked {
  shopId: string;
  now: Date;
  /** what would be sent */
  candidates: Candidate[];
}

/** A period that ends with the month ends a day, too: the next look is then. */
function renewsAt(stop: BudgetStop, now: Date, zone: string): Date | null {
  if (stop === "price_unknown") return null;
  return stop === "day" ? nextDayAt(now, zone) : nextMonthAt(now, zone);
}

/**
 * Reserves the price of what would be sent, late in the claiming transaction: the budget's row stays
 * locked until it ends. What the budget does not cover is decided anew with that fact.
 * @returns decisions other than "send", by message
 */
export async function coverBatch(tx: Tx, asked: Asked): Promise<Map<string, SendDecision>> {
  const { shopId, now, candidates } = asked;
  const zone = candidates[0]?.shopZone;
  if (zone === undefined) return new Map();
  const lines = candidates.map(({ message, facts, price, category }) => ({
    messageId: message.id,
    category,
    country: facts.phoneCountry,
    price,
  }));
  const stops = await reserveBudget(tx, shopId, { at: now, zone, lines });
  const uncovered = candidates.flatMap(({ message, facts }): [string, SendDecision][] => {
    const budget = stops.get(message.id);
    if (budget === undefined) return [];
    const budgetRenewsAt = renewsAt(budget, now, zone);
    return [[message.id, decideSend({ ...facts, budget, budgetRenewsAt }, now)]];
  });
  return new Map(uncovered);
}
