import { lockCheckout } from "#app/modules/consent/index.ts";
import { skipPlanned } from "#app/modules/messaging/index.ts";
import { type SkipReason, topicSchema } from "#app/modules/messaging/message.types.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { matchOfHash, parseOrder, personHashesOf } from "#app/modules/orders/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { purchaseSkipReasons } from "#app/modules/messaging/message.types.ts";
import {
  bindContact,
  checkoutByToken,
  checkoutsOfOrder,
  clearRemindersOfShop,
  closeCheckouts,
  markDeleted,
  type OrderTrace,
} from "./checkouts.store.server.ts";
import { endReminding } from "./end-reminding.ts";
import { parseDeletedCheckout } from "./checkout.types.ts";
import { learnFromCheckout } from "./person-of-checkout.ts";
import { scheduleReminders } from "./schedule-reminder.ts";
import { closeSeries, closeSeriesOfShop } from "./series.store.server.ts";

type Settled = Awaited<ReturnType<typeof checkoutsOfOrder>>[number];

/** By what the order was recognised as this checkout's, in the reasons' words. */
function reasonOf(checkout: Settled, order: OrderTrace): SkipReason {
  if (checkout.token === order.checkoutToken) return purchaseSkipReasons.checkout;
  if (checkout.cartToken !== null && checkout.cartToken === order.cartToken) {
    return purchaseSkipReasons.cart;
  }
  const shared = checkout.personHashes.filter((hash) => order.personHashes.includes(hash));
  return purchaseSkipReasons[matchOfHash(shared.toSorted()[0] ?? "")];
}

async function settle(
  tx: Tx,
  settled: Settled[],
  by: { shopId: string; order: OrderTrace; at: Date },
): Promise<void> {
  const { shopId, order, at } = by;
  for (const [reason, checkouts] of Map.groupBy(settled, (one) => reasonOf(one, order))) {
    const checkoutIds = checkouts.map((one) => one.id);
    const own = reason === purchaseSkipReasons.checkout || reason === purchaseSkipReasons.cart;
    await closeCheckouts(tx, shopId, checkoutIds, {
      outcome: reason,
      ...(own ? { completedAt: order.createdAt } : {}),
    });
    await endReminding(tx, shopId, { checkoutIds, reason, at });
  }
}

/** An order of any kind ends the reminding of its checkout, its cart, and the person's older carts. */
export async function stopOnOrder(deps: Deps, event: IntakeEvent): Promise<void> {
  const { checkoutToken, cartToken, createdAt } = parseOrder(event.body);
  const personHashes = personHashesOf(deps, event);
  const order: OrderTrace = { checkoutToken, cartToken, personHashes, createdAt };
  await deps.db.inShop(event.shopId, async (tx) => {
    const settled = await checkoutsOfOrder(tx, event.shopId, order);
    await settle(tx, settled, { shopId: event.shopId, order, at: deps.clock.now() });
  });
}

/** checkouts/delete: the shopper emptied it; nothing to remind of. */
export async function forgetCheckout(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const { cartToken } = parseDeletedCheckout(event.body);
  const at = deps.clock.now();
  await deps.db.inShop(shopId, async (tx) => {
    const checkoutIds = await markDeleted(tx, shopId, { cartToken, at, outcome: "cart_deleted" });
    await endReminding(tx, shopId, { checkoutIds, reason: "cart_deleted", at });
  });
}

interface StopOfPerson {
  shopId: string;
  contactId: string;
  at: Date;
  reason: SkipReason;
}

/** The person said no, or wrote: open series end and what is planned is not sent. */
export async function stopForPerson(tx: Tx, fact: StopOfPerson): Promise<void> {
  const { shopId, contactId, at, reason } = fact;
  await closeSeries(tx, shopId, { contactId }, { at, reason });
  await skipPlanned(tx, { shopId, contactId, reason, at });
}

/**
 * The person said no to one topic: what is planned of it is not sent, and a no to reminders ends the open
 * series. A no to the tracking of taps stops no message. Without a topic it is `stopForPerson`.
 */
export async function stopForTopic(
  tx: Tx,
  { topic, ...fact }: StopOfPerson & { topic: string | null },
): Promise<void> {
  if (topic === null) return stopForPerson(tx, fact);
  const { shopId, contactId, at, reason } = fact;
  const known = topicSchema.safeParse(topic);
  if (!known.success) return;
  if (known.data === "reminders") await closeSeries(tx, shopId, { contactId }, { at, reason });
  await skipPlanned(tx, { shopId, contactId, topic: known.data, reason, at });
}

/** Whoever opted in at this checkout is whom its reminder goes to. */
export async function bindOptIn(
  deps: Deps,
  tx: Tx,
  fact: { shopId: string; contactId: string; checkoutToken: string | null },
): Promise<void> {
  if (fact.checkoutToken === null) return;
  await lockCheckout(tx, fact.shopId, fact.checkoutToken);
  await bindContact(tx, fact.shopId, fact.checkoutToken, fact.contactId);
  const checkout = await checkoutByToken(tx, fact.shopId, fact.checkoutToken);
  if (!checkout) return; // its webhook is still on its way, and will find the opt-in
  await learnFromCheckout(deps, tx, checkout, fact.contactId);
  await scheduleReminders(tx, fact.shopId, [checkout]);
}

/** app/uninstalled: nothing of this shop is due any more. */
export async function stopForShop(tx: Tx, shopId: string, at: Date): Promise<void> {
  await clearRemindersOfShop(tx, shopId);
  await closeSeriesOfShop(tx, shopId, { at, reason: "shop_uninstalled" });
  await skipPlanned(tx, { shopId, reason: "shop_uninstalled", at });
}
