import { addDays } from "#app/shared/duration.ts";
import type { RecommendationSettings } from "../recommendation-settings.types.ts";

export interface OrderTimes {
  readonly orderedAt: Date;
  /** when the last parcel arrived; null while that is not known */
  readonly deliveredAt: Date | null;
}

/** When somebody ordered: Shopify makes some orders later than that. */
export function orderedAt(order: { createdAt: Date; processedAt: Date | null }): Date {
  return order.processedAt ?? order.createdAt;
}

type Waits = Pick<RecommendationSettings, "waitDaysAfterDelivery" | "waitDaysAfterOrder">;

/** When to recommend after a purchase: once the parcel has been there for a while, or so long after the order. */
export function afterPurchaseAt(order: OrderTimes, waits: Waits): Date {
  return order.deliveredAt === null
    ? addDays(order.orderedAt, waits.waitDaysAfterOrder)
    : addDays(order.deliveredAt, waits.waitDaysAfterDelivery);
}

/** So much later nobody thinks of that purchase any more: what held the case up was too long. */
const STILL_FITS_DAYS = 14;

export function isTooLate(dueAt: Date, now: Date): boolean {
  return now > addDays(dueAt, STILL_FITS_DAYS);
}

/**
 * A message about a purchase may wait for quiet hours, a Sunday, a paused template; not for ever. Longer than two
 * holidays with a Sunday behind them and the nights around: what is due on Christmas Eve is not lost.
 */
const MESSAGE_LIVES_DAYS = 4;

export function messageExpiresAt(now: Date): Date {
  return addDays(now, MESSAGE_LIVES_DAYS);
}

/** What a person buys within this after the decision counts for the lift, treated or held out. */
export const LIFT_WINDOW_DAYS = 14;
