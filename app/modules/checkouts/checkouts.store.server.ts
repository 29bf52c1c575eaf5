import type { Tx } from "#app/ports/db.ts";
import type { CheckoutFacts } from "./checkout.types.ts";

export interface CheckoutRow {
  id: string;
  shopId: string;
  token: string;
  cartToken: string | null;
  contactId: string | null;
  personHashes: string[];
  person: Uint8Array | null;
  recoverUrl: Uint8Array | null;
  items: unknown;
  totalMinor: bigint;
  currency: string;
  locale: string | null;
  country: string | null;
  createdAt: Date;
  lastActivityAt: Date;
  completedAt: Date | null;
  deletedAt: Date | null;
  nextReminderAt: Date | null;
  /** the step that the next look is for */
  nextStep: number;
  outcome: string | null;
}

export interface ObservedCheckout extends Omit<CheckoutFacts, "recoverUrl"> {
  personHashes: string[];
  person: Uint8Array;
  recoverUrl: Uint8Array | null;
  triggeredAt: Date | null;
  contactId: string | null;
}

/**
 * Writes what a webhook says unless a newer one was there before (by updated_at, then by
 * X-Shopify-Triggered-At). Returns the row's id, or null when the news was old.
 */
export async function upsertCheckout(
  tx: Tx,
  shopId: string,
  seen: ObservedCheckout,
): Promise<string | null> {
  const items = JSON.stringify(seen.items);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into checkout (shop_id, token, cart_token, name, contact_id, person_hashes, person, recover_url, items,
      total_minor, currency, locale, country, created_at, last_activity_at, triggered_at, completed_at)
    values (${shopId}::uuid, ${seen.token}, ${seen.cartToken}, ${seen.name}, ${seen.contactId}::uuid,
      ${seen.personHashes}::text[], ${seen.person}, ${seen.recoverUrl}, ${items}::jsonb, ${seen.totalMinor}::bigint, ${seen.currency},
      ${seen.locale}, ${seen.country}, ${seen.createdAt}, ${seen.lastActivityAt}, ${seen.triggeredAt}, ${seen.completedAt})
    on conflict (shop_id, token) do update set
      cart_token = coalesce(excluded.cart_token, checkout.cart_token),
      name = excluded.name, contact_id = coalesce(excluded.contact_id, checkout.contact_id),
      person_hashes = excluded.person_hashes, person = excluded.person, recover_url = coalesce(excluded.recover_url, checkout.recover_url),
      items = excluded.items, total_minor = excluded.total_minor, currency = excluded.currency,
      locale = excluded.locale, country = excluded.country, last_activity_at = excluded.last_activity_at,
      triggered_at = excluded.triggered_at, completed_at = coalesce(checkout.completed_at, excluded.completed_at)
    where (checkout.last_activity_at, coalesce(checkout.triggered_at, checkout.last_activity_at))
       <= (excluded.last_activity_at, coalesce(excluded.triggered_at, excluded.last_activity_at))
    returning id`;
  return rows[0]?.id ?? null;
}

export async function checkoutById(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<CheckoutRow | null> {
  return tx.checkout.findFirst({ where: { shopId, id } });
}

export async function checkoutsByIds(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<CheckoutRow[]> {
  return tx.checkout.findMany({ where: { shopId, id: { in: ids } } });
}

export async function checkoutByToken(
  tx: Tx,
  shopId: string,
  token: string,
): Promise<CheckoutRow | null> {
  return tx.checkout.findFirst({ where: { shopId, token } });
}

/** Checkouts of these persons that could still be reminded of. */
export async function openCheckoutsOf(
  tx: Tx,
  shopId: string,
  contactIds: string[],
  activeSince: Date,
): Promise<CheckoutRow[]> {
  return tx.checkout.findMany({
    where: {
      shopId,
      contactId: { in: contactIds },
      completedAt: null,
      deletedAt: null,
      outcome: null,
      lastActivityAt: { gte: activeSince },
    },
  });
}

export async function bindContact(
  tx: Tx,
  shopId: string,
  token: string,
  contactId: string,
): Promise<void> {
  await tx.checkout.updateMany({ where: { shopId, token }, data: { contactId } });
}

export async function setNextReminder(
  tx: Tx,
  shopId: string,
  id: string,
  next: { at: Date | null; step: number },
): Promise<void> {
  await tx.checkout.updateMany({
    where: { shopId, id },
    data: { nextReminderAt: next.at, nextStep: next.step },
  });
}

/** Compare-and-set on the exact due time: of two workers that found the same step, one gets it. */
export async function takeDue(tx: Tx, shopId: string, id: string, dueAt: Date): Promise<boolean> {
  const taken = await tx.checkout.updateMany({
    where: { shopId, id, nextReminderAt: dueAt },
    data: { nextReminderAt: null },
  });
  return taken.count === 1;
}

/** Ends the reminding of these checkouts, with the reason in one word. */
export async function closeCheckouts(
  tx: Tx,
  shopId: string,
  ids: string[],
  end: { outcome: string; completedAt?: Date },
): Promise<void> {
  await tx.checkout.updateMany({
    where: { shopId, id: { in: ids } },
    data: {
      nextReminderAt: null,
      outcome: end.outcome,
      ...(end.completedAt ? { completedAt: end.completedAt } : {}),
    },
  });
}

export async function markDeleted(
  tx: Tx,
  shopId: string,
  cartToken: string,
  at: Date,
): Promise<void> {
  await tx.checkout.updateMany({
    where: { shopId, cartToken, deletedAt: null },
    data: { deletedAt: at, nextReminderAt: null, outcome: "deleted" },
  });
}

export interface OrderTrace {
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  createdAt: Date;
}

/**
 * Checkouts that an order settles: its own and its cart's, also when a webhook has told of their
 * completion already, and the open older ones of the same person.
 */
export async function checkoutsOfOrder(
  tx: Tx,
  shopId: string,
  order: OrderTrace,
): Promise<{ id: string; token: string; cartToken: string | null; personHashes: string[] }[]> {
  return tx.$queryRaw`
    select id, token, cart_token as "cartToken", person_hashes as "personHashes" from checkout
    where shop_id = ${shopId}::uuid
      and (token = ${order.checkoutToken} or cart_token = ${order.cartToken}
        or (completed_at is null and person_hashes && ${order.personHashes}::text[]
          and created_at <= ${order.createdAt}))`;
}

export async function clearRemindersOfShop(tx: Tx, shopId: string): Promise<void> {
  await tx.checkout.updateMany({
    where: { shopId, nextReminderAt: { not: null } },
    data: { nextReminderAt: null },
  });
}
