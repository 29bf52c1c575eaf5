import { findContact, type Identifier } from "#app/modules/contacts/index.ts";
import { type IntakeEvent, identifiersOfShopify } from "#app/modules/intake/index.ts";
import { tapsOfMessages } from "#app/modules/links/index.ts";
import { type ReminderOfPerson, remindersOf } from "#app/modules/messaging/index.ts";
import { type OrderRow, orderByShopifyId, parseOrder } from "#app/modules/orders/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type Credit, creditOrder as decideCredit, liftReminder } from "./attribution.rules.ts";
import { writeCredit } from "./attribution.store.server.ts";

function buyerIdentifiers(event: IntakeEvent): Identifier[] {
  const found = identifiersOfShopify(event.topic, event.body).identifiers;
  return found.flatMap(({ kind, value }) =>
    kind === "customer" || kind === "phone" || kind === "email" ? [{ kind, value }] : [],
  );
}

/** Shopify cuts a time to whole seconds, so an order of that second may follow a tap within it. */
function endOfSecond(at: Date): Date {
  return at.getMilliseconds() === 0 ? new Date(at.getTime() + 999) : at;
}

function decide(order: OrderRow, reminders: ReminderOfPerson[], taps: Tap[]): Credit {
  return decideCredit({
    order: {
      createdAt: endOfSecond(order.createdAt),
      checkoutToken: order.checkoutToken,
      cartToken: order.cartToken,
      contactId: reminders[0]?.contactId ?? null,
      test: order.test,
      cancelled: order.cancelledAt !== null,
    },
    taps: taps.map((tap) => ({ ...tap, kind: "reminder" as const })),
    reminders: reminders.flatMap(({ checkoutToken, ...one }) =>
      checkoutToken === null ? [] : [{ ...one, checkoutToken }],
    ),
  });
}

type Tap = Awaited<ReturnType<typeof tapsOfMessages>>[number];

async function write(tx: Tx, order: OrderRow & { shopId: string }, reminders: ReminderOfPerson[]) {
  const { shopId } = order;
  const taps = await tapsOfMessages(
    tx,
    shopId,
    reminders.map((one) => one.messageId),
  );
  const credit = decide(order, reminders, taps);
  const at = endOfSecond(order.createdAt);
  const series = liftReminder({ ...order, createdAt: at }, reminders);
  await writeCredit(tx, shopId, {
    orderId: order.id,
    kind: credit.credit,
    reason: credit.credit === "organic" ? credit.reason : credit.credit,
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
 * Says whose merit an order is, once per order; a later webhook of the same order (paid, cancelled)
 * looks again. Runs after `recordOrder`, in the same job.
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
    await write(tx, { ...order, shopId }, reminders);
  });
}
