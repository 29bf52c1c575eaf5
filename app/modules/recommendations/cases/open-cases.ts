import { isOn } from "#app/modules/consent/consent.rules.ts";
import { consentStates, lastContactsOfCheckouts } from "#app/modules/consent/index.ts";
import { contactsOfPerson, findContact } from "#app/modules/contacts/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { skipPlanned } from "#app/modules/messaging/index.ts";
import {
  buyerIdentifiers,
  historyOrders,
  type OrderRow,
  orderByShopifyId,
  paidOrdersOfCheckout,
  parseOrder,
} from "#app/modules/orders/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import {
  type RecommendationSettings,
  recommendationSettingsOf,
} from "../recommendation-settings.types.ts";
import { afterPurchaseAt, LIFT_WINDOW_DAYS, orderedAt } from "./case-time.rules.ts";
import {
  forgetPurchase,
  moveWaiting,
  notePurchase,
  openCase,
  plannedContacts,
} from "./cases.store.server.ts";

/** An older order that becomes known now (an import, a late webhook) is nothing to follow up. */
const OLDEST_DAYS = 45;

/** Who may stand behind an order: who agreed at its checkout, then whom its identifiers name. */
async function buyersOf(deps: Deps, tx: Tx, event: IntakeEvent, order: OrderRow) {
  const { shopId } = event;
  const tokens = order.checkoutToken === null ? [] : [order.checkoutToken];
  const agreed = await lastContactsOfCheckouts(tx, shopId, tokens);
  const known = await findContact(deps, tx, { shopId, identifiers: buyerIdentifiers(event) });
  return [...new Set([...agreed.values(), ...(known ? [known.id] : [])])];
}

/** Whoever never agreed to recommendations was never meant to get one: no case. */
async function whoAgreed(tx: Tx, shopId: string, contactIds: string[]): Promise<string | null> {
  const states = await consentStates(tx, shopId, contactIds);
  const agreed = contactIds.find((id) => isOn(states.get(id)?.get("recommendations")?.state));
  return agreed ?? null;
}

interface Opening {
  shopId: string;
  order: OrderRow;
  settings: RecommendationSettings;
  now: Date;
}

async function open(tx: Tx, opening: Opening, contactIds: string[]): Promise<void> {
  const { shopId, order, settings, now } = opening;
  const isOld = orderedAt(order) < addDays(now, -OLDEST_DAYS);
  if (!settings.isOn || order.paidAt === null || isOld) return;
  const contactId = await whoAgreed(tx, shopId, contactIds);
  if (contactId === null) return;
  const { deliveredAt } = order;
  const dueAt = afterPurchaseAt({ orderedAt: orderedAt(order), deliveredAt }, settings);
  const made = { orderId: order.id, contactId, dueAt, openedAt: now };
  await openCase(tx, shopId, { ...made, kind: "after_purchase" });
  await moveWaiting(tx, shopId, { orderId: order.id, dueAt });
}

/** Cancelled, or everything went back: money or goods. */
async function cameToNothing(tx: Tx, shopId: string, order: OrderRow): Promise<boolean> {
  const [told] = await historyOrders(tx, shopId, [order.id]);
  if (!told) return false;
  const { cancelled, lines } = told;
  return cancelled || (lines.length > 0 && lines.every(({ quantity }) => quantity === 0));
}

/** What follows an order that is none any more is decided at once, and not sent. */
async function endWith(tx: Tx, shopId: string, order: OrderRow, now: Date): Promise<void> {
  await forgetPurchase(tx, shopId, order.id);
  await moveWaiting(tx, shopId, { orderId: order.id, dueAt: now });
  const topic = "recommendations" as const;
  for (const contactId of await plannedContacts(tx, shopId, order.id)) {
    await skipPlanned(tx, { shopId, contactId, topic, reason: "order_cancelled", at: now });
  }
}

/** For the lift every order of a person counts, whatever led to it. */
async function note(tx: Tx, shopId: string, order: OrderRow, contactIds: string[]): Promise<void> {
  const persons = await Promise.all(contactIds.map((id) => contactsOfPerson(tx, shopId, id)));
  await notePurchase(tx, shopId, {
    orderId: order.id,
    contactIds: persons.flatMap(({ members }) => members),
    at: order.createdAt,
    since: addDays(order.createdAt, -LIFT_WINDOW_DAYS),
    minor: Number(order.totalMinor),
  });
}

/**
 * An order came, was paid, delivered, changed or cancelled: opens its case once it is paid, says when that
 * is due as far as is known now, and ends what followed an order that was cancelled or sent back. Runs after
 * `recordOrder`, in the same job.
 */
export async function followOrder(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const { shopifyId } = parseOrder(event.body);
  await deps.db.inShop(shopId, async (tx) => {
    const order = await orderByShopifyId(tx, shopId, shopifyId);
    if (!order) throw new Error("The order is not recorded yet");
    if (order.test) return;
    const now = deps.clock.now();
    if (await cameToNothing(tx, shopId, order)) return endWith(tx, shopId, order, now);
    const contactIds = await buyersOf(deps, tx, event, order);
    await note(tx, shopId, order, contactIds);
    const shop = await readShop(tx, shopId);
    const settings = recommendationSettingsOf(shop.recommendationSettings);
    await open(tx, { shopId, order, settings, now }, contactIds);
  });
}

/** Somebody agreed after paying, on the page that thanks for the order: their order is followed up, too. */
export async function followOptIn(
  deps: Pick<Deps, "clock">,
  tx: Tx,
  fact: { shopId: string; contactId: string; checkoutToken: string | null },
): Promise<void> {
  const { shopId, contactId, checkoutToken } = fact;
  if (checkoutToken === null) return;
  const now = deps.clock.now();
  const since = addDays(now, -OLDEST_DAYS);
  const orders = await paidOrdersOfCheckout(tx, shopId, { checkoutToken, since });
  if (orders.length === 0) return;
  const settings = recommendationSettingsOf((await readShop(tx, shopId)).recommendationSettings);
  for (const order of orders) {
    if (order.test || order.cancelledAt !== null) continue;
    await open(tx, { shopId, order, settings, now }, [contactId]);
  }
}
