import type { MessageState } from "#app/modules/messaging/message.types.ts";
import { addDays } from "#app/shared/duration.ts";

/** How long after a tap an order still counts as brought back (glossary: recovered). */
export const WINDOW_DAYS = 5;

export type OrderFacts = {
  readonly createdAt: Date;
  readonly checkoutToken: string | null;
  /** Shopify's ids of the products in it that were kept */
  readonly productIds: readonly string[];
  readonly test: boolean;
  /** or all of it was given back */
  readonly cancelled: boolean;
};

/** A tap of the order's person on the link of a message to them. */
export type TapFacts = {
  readonly messageId: string;
  readonly kind: "reminder" | "recommendation" | "offer";
  /** which product the link was about; null: about none */
  readonly productId: string | null;
  readonly at: Date;
};

export type ReminderFactsOfOrder = {
  readonly messageId: string;
  readonly checkoutToken: string;
  readonly deliveredAt: Date | null;
  readonly state: MessageState;
};

export type CreditFacts = {
  readonly order: OrderFacts;
  readonly taps: readonly TapFacts[];
  readonly reminders: readonly ReminderFactsOfOrder[];
};

export type Credit =
  | { readonly credit: "recovered"; readonly messageId: string }
  | { readonly credit: "recommended"; readonly messageId: string; readonly productId: string }
  | {
      readonly credit: "assisted";
      readonly messageId: string;
      /** a reminder that arrived, or a recommendation that was tapped before something else was bought */
      readonly by: "reminder" | "recommendation";
    }
  | {
      readonly credit: "organic";
      readonly reason:
        "test_order" | "cancelled" | "last_tap_elsewhere" | "tap_too_old" | "no_reminder";
    };

function lastBy<T extends { readonly messageId: string }>(
  items: readonly T[],
  at: (item: T) => number,
): T | null {
  const byTime = (a: T, b: T) => at(b) - at(a) || (a.messageId < b.messageId ? -1 : 1);
  return items.toSorted(byTime)[0] ?? null;
}

function lastDelivered({ order, taps, reminders }: CreditFacts): ReminderFactsOfOrder | null {
  const tapped = new Set(taps.filter(({ at }) => at <= order.createdAt).map((t) => t.messageId));
  const helped = reminders.filter(
    ({ messageId, checkoutToken, deliveredAt, state }) =>
      checkoutToken === order.checkoutToken &&
      (state === "delivered" || state === "read") &&
      deliveredAt !== null &&
      deliveredAt <= order.createdAt &&
      !tapped.has(messageId),
  );
  return lastBy(helped, ({ deliveredAt }) => deliveredAt?.getTime() ?? 0);
}

/**
 * A recommendation that was tapped last has earned the order when that holds a product whose link of this
 * message was tapped; something else was bought with its help.
 */
function creditRecommendation(
  { order }: CreditFacts,
  { messageId }: TapFacts,
  inWindow: readonly TapFacts[],
): Credit {
  const taps = inWindow.filter((tap) => tap.messageId === messageId);
  const bought = lastBy(
    taps.filter(({ productId }) => productId !== null && order.productIds.includes(productId)),
    ({ at }) => at.getTime(),
  );
  return bought?.productId
    ? { credit: "recommended", messageId, productId: bought.productId }
    : { credit: "assisted", messageId, by: "recommendation" };
}

/**
 * Which message an order is credited to: one order, one credit (glossary). The last tap before it,
 * inside the window, makes it recovered, or recommended where it holds the tapped product; without one, the
 * last reminder of the same checkout that had arrived and was not tapped makes it assisted, which is shown apart. Test orders and cancelled ones
 * earn nothing.
 */
export function creditOrder(facts: CreditFacts): Credit {
  const { order, taps } = facts;
  if (order.test) return { credit: "organic", reason: "test_order" };
  if (order.cancelled) return { credit: "organic", reason: "cancelled" };

  const before = taps.filter(({ at }) => at <= order.createdAt);
  const opens = addDays(order.createdAt, -WINDOW_DAYS);
  const inWindow = before.filter(({ at }) => at >= opens);
  const lastTap = lastBy(inWindow, ({ at }) => at.getTime());
  if (lastTap?.kind === "reminder") return { credit: "recovered", messageId: lastTap.messageId };
  if (lastTap?.kind === "recommendation") return creditRecommendation(facts, lastTap, inWindow);
  // The one credit belongs to another kind of message.
  if (lastTap) return { credit: "organic", reason: "last_tap_elsewhere" };

  const delivered = lastDelivered(facts);
  if (delivered) return { credit: "assisted", messageId: delivered.messageId, by: "reminder" };
  return { credit: "organic", reason: before.length > 0 ? "tap_too_old" : "no_reminder" };
}

/** An order this long after a reminder says nothing about what reminding changes. */
const LIFT_WINDOW_DAYS = 14;

/**
 * Which reminder's series, treated or held out, an order counts for when lift is measured: its own
 * checkout's, else the person's latest that was planned before it and within 14 days. Null: none.
 */
export function liftReminder<T extends { checkoutToken: string | null; plannedAt: Date }>(
  order: Pick<OrderFacts, "createdAt" | "checkoutToken">,
  reminders: readonly T[],
): T | null {
  const opens = addDays(order.createdAt, -LIFT_WINDOW_DAYS);
  const near = reminders
    .filter(({ plannedAt }) => plannedAt >= opens && plannedAt <= order.createdAt)
    .toSorted((a, b) => b.plannedAt.getTime() - a.plannedAt.getTime());
  const own = near.find(
    ({ checkoutToken }) => checkoutToken !== null && checkoutToken === order.checkoutToken,
  );
  return own ?? near[0] ?? null;
}
