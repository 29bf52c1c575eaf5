import { findContact } from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { tapsOfMessages } from "#app/modules/links/index.ts";
import {
  recommendationsOf,
  type ReminderOfPerson,
  remindersOf,
} from "#app/modules/messaging/index.ts";
import {
  buyerIdentifiers,
  historyOrders,
  type OrderRow,
  orderByShopifyId,
  parseOrder,
} from "#app/modules/orders/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import {
  type Credit,
  creditOrder as decideCredit,
  WINDOW_DAYS,
  liftReminder,
} from "./attribution.rules.ts";
import { writeCredit } from "./attribution.store.server.ts";

/** A link leads on for so long after its message: it may be tapped weeks later. */
const LONGEST_UNREAD_DAYS = 30;

/** Shopify cuts a time to whole seconds, so an order of that second may follow a tap within it. */
function endOfSecond(at: Date): Date {
  return at.getMilliseconds() === 0 ? new Date(at.getTime() + 999) : at;
}

/** What an order is judged by, beside itself. */
interface Found {
  reminders: ReminderOfPerson[];
  /** ids of messages that recommended something */
  recommendations: ReadonlySet<string>;
  taps: Awaited<ReturnType<typeof tapsOfMessages>>;
  /** products that the person kept */
  productIds: string[];
  /** cancelled, or the whole money went back */
  cameToNothing: boolean;
}

function decide(order: OrderRow, found: Found): Credit {
  const { reminders, recommendations, taps, productIds, cameToNothing } = found;
  return decideCredit({
    order: {
      createdAt: endOfSecond(order.createdAt),
      checkoutToken: order.checkoutToken,
      productIds,
      test: order.test,
      cancelled: cameToNothing,
    },
    taps: taps.map((tap) => ({
      ...tap,
      kind: recommendations.has(tap.messageId)
        ? ("recommendation" as const)
        : ("reminder" as const),
    })),
    reminders: reminders.flatMap(({ checkoutToken, ...one }) =>
      checkoutToken === null ? [] : [{ ...one, checkoutToken }],
    ),
  });
}

/** Why it has this credit, in one word. */
function reasonOf(credit: Credit): string {
  if (credit.credit === "organic") return credit.reason;
  if (credit.credit !== "assisted" || credit.by === "reminder") return credit.credit;
  return "tapped_recommendation";
}

async function write(tx: Tx, order: OrderRow & { shopId: string }, found: Found) {
  const { shopId } = order;
  const { reminders } = found;
  const credit = decide(order, found);
  const at = endOfSecond(order.createdAt);
  const series = liftReminder({ ...order, createdAt: at }, reminders);
  await writeCredit(tx, shopId, {
    orderId: order.id,
    kind: credit.credit,
    reason: reasonOf(credit),
    messageId: credit.credit === "organic" ? null : credit.messageId,
    seriesId: series?.seriesId ?? null,
    checkoutId: series?.checkoutId ?? null,
    arm: series ? (series.heldOut ? "holdout" : "treated") : null,
    amountMinor: Number(order.totalMinor),
    currency: order.currency,
    at: order.createdAt,
  });
}

/**
 * Says whose merit an order is, once per order; a later webhook of the same order (paid, cancelled,
 * given back) looks again. Runs after `recordOrder`, in the same job.
 */
export async function creditOrder(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const { shopifyId } = parseOrder(event.body);
  await deps.db.inShop(shopId, async (tx) => {
    const order = await orderByShopifyId(tx, shopId, shopifyId);
    if (!order) throw new Error("The order is not recorded yet");
    const { checkoutToken, cartToken } = order;
    const buyer = await findContact(deps, tx, { shopId, identifiers: buyerIdentifiers(event) });
    const which = { contactId: buyer?.id ?? null, checkoutToken, cartToken };
    const reminders = await remindersOf(tx, shopId, which);
    const since = addDays(order.createdAt, -WINDOW_DAYS - LONGEST_UNREAD_DAYS);
    const contactId = which.contactId;
    const recommendations = await recommendationsOf(tx, shopId, { contactId, since });
    const messageIds = [...reminders.map((one) => one.messageId), ...recommendations];
    const taps = await tapsOfMessages(tx, shopId, messageIds);
    const [bought] = await historyOrders(tx, shopId, [order.id]);
    const kept = bought?.lines.filter(({ quantity }) => quantity > 0) ?? [];
    const found = {
      reminders,
      recommendations,
      taps,
      productIds: kept.map(({ productId }) => productId),
      cameToNothing: order.cancelledAt !== null || bought?.cancelled === true,
    };
    await write(tx, { ...order, shopId }, found);
  });
}
