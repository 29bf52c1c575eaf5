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

/** What says when a checkout is looked at next. */
export type ScheduledCheckout = Pick<
  CheckoutRow,
  | "id"
  | "token"
  | "contactId"
  | "lastActivityAt"
  | "completedAt"
  | "deletedAt"
  | "nextReminderAt"
  | "nextStep"
  | "outcome"
>;

export interface WrittenCheckout extends ScheduledCheckout {
  /** whose it was until now; null: nobody's, or it is new */
  before: string | null;
}

/** A row as `jsonb_to_recordset` reads it; JSON holds no bytes. */
function recordOf({ person, recoverUrl, ...seen }: ObservedCheckout) {
  return {
    token: seen.token,
    cart_token: seen.cartToken,
    name: seen.name,
    contact_id: seen.contactId,
    person_hashes: seen.personHashes,
    person: Buffer.from(person).toString("base64"),
    recover_url: recoverUrl && Buffer.from(recoverUrl).toString("base64"),
    items: seen.items,
    total_minor: seen.totalMinor,
    currency: seen.currency,
    locale: seen.locale,
    country: seen.country,
    created_at: seen.createdAt,
    last_activity_at: seen.lastActivityAt,
    triggered_at: seen.triggeredAt,
    completed_at: seen.completedAt,
  };
}

/**
 * Writes what webhooks say, one per checkout, each unless a newer one was there before (by updated_at,
 * then by X-Shopify-Triggered-At). One that names somebody else now is theirs, or nobody's whom we know; one
 * that names nobody keeps its person. Gives what was written; old news are absent.
 */
export async function upsertCheckouts(
  tx: Tx,
  shopId: string,
  seen: ObservedCheckout[],
): Promise<WrittenCheckout[]> {
  const records = JSON.stringify(seen.map(recordOf));
  return tx.$queryRaw<WrittenCheckout[]>`
    insert into checkout (shop_id, token, cart_token, name, contact_id, person_hashes, person, recover_url, items,
      total_minor, currency, locale, country, created_at, last_activity_at, triggered_at, completed_at)
    select ${shopId}::uuid, token, cart_token, name, contact_id, person_hashes, decode(person, 'base64'),
      decode(recover_url, 'base64'), items, total_minor, currency, locale, country, created_at, last_activity_at,
      triggered_at, completed_at
    from jsonb_to_recordset(${records}::jsonb) as u(token text, cart_token text, name text, contact_id uuid,
      person_hashes text[], person text, recover_url text, items jsonb, total_minor bigint, currency text, locale text,
      country text, created_at timestamptz, last_activity_at timestamptz, triggered_at timestamptz,
      completed_at timestamptz)
    order by token
    on conflict (shop_id, token) do update set
      cart_token = coalesce(excluded.cart_token, checkout.cart_token),
      name = excluded.name,
      contact_id = case when excluded.person_hashes = '{}' then coalesce(excluded.contact_id, checkout.contact_id)
        else excluded.contact_id end,
      person_hashes = excluded.person_hashes, person = excluded.person, recover_url = coalesce(excluded.recover_url, checkout.recover_url),
      items = excluded.items, total_minor = excluded.total_minor, currency = excluded.currency,
      locale = excluded.locale, country = excluded.country, last_activity_at = excluded.last_activity_at,
      triggered_at = excluded.triggered_at, completed_at = coalesce(checkout.completed_at, excluded.completed_at)
    where (checkout.last_activity_at, coalesce(checkout.triggered_at, checkout.last_activity_at))
       <= (excluded.last_activity_at, coalesce(excluded.triggered_at, excluded.last_activity_at))
    returning id, token, contact_id as "contactId", last_activity_at as "lastActivityAt",
      completed_at as "completedAt", deleted_at as "deletedAt", next_reminder_at as "nextReminderAt",
      next_step as "nextStep", outcome, old.contact_id as before`;
}

export async function checkoutsByIds(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, CheckoutRow>> {
  const rows = await tx.checkout.findMany({ where: { shopId, id: { in: ids } } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** What checkouts say of their persons, as it was sealed, by checkout id. */
export async function sealedPersons(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await tx.checkout.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, person: true },
  });
  return new Map(rows.flatMap(({ id, person }) => (person ? [[id, person]] : [])));
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

/** When a checkout is looked at next, and for which step; null: no more. */
export interface NextReminder {
  id: string;
  at: Date | null;
  step: number;
}

export async function setNextReminders(
  tx: Tx,
  shopId: string,
  nexts: NextReminder[],
): Promise<void> {
  if (nexts.length === 0) return;
  await tx.$executeRaw`
    with own as (
      select c.id, u.at, u.step from checkout c
      join unnest(${nexts.map((n) => n.id)}::uuid[], ${nexts.map((n) => n.at)}::timestamptz[],
        ${nexts.map((n) => n.step)}::int[]) as u(id, at, step) on u.id = c.id
      where c.shop_id = ${shopId}::uuid order by c.id for no key update of c
    )
    update checkout c set next_reminder_at = own.at, next_step = own.step from own where c.id = own.id`;
}

export interface DueStep {
  checkoutId: string;
  dueAt: Date;
}

/**
 * Compare-and-set on the exact due times: of two workers that found the same steps, each step goes to
 * one. Locks in the order of the ids, as every writer of many checkouts does.
 * @returns the checkouts that are the caller's
 */
export async function takeDue(tx: Tx, shopId: string, due: DueStep[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with due as (
      select c.id from checkout c
      join unnest(${due.map((d) => d.checkoutId)}::uuid[], ${due.map((d) => d.dueAt)}::timestamptz[])
        as u(id, due_at) on u.id = c.id and u.due_at = c.next_reminder_at
      where c.shop_id = ${shopId}::uuid order by c.id for no key update of c
    )
    update checkout c set next_reminder_at = null from due where c.id = due.id returning c.id`;
  return new Set(rows.map((row) => row.id));
}

/** Puts a look off, unless somebody has taken or moved it. */
export async function putOffDue(
  tx: Tx,
  shopId: string,
  { checkoutId, dueAt }: DueStep,
  until: Date,
): Promise<void> {
  await tx.checkout.updateMany({
    where: { shopId, id: checkoutId, nextReminderAt: dueAt },
    data: { nextReminderAt: until },
  });
}

/** Locks these checkouts and gives the last activity of each that may still be reminded of. */
export async function openCheckoutsForUpdate(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, Date>> {
  const rows = await tx.$queryRaw<{ id: string; at: Date }[]>`
    select id, last_activity_at as at from checkout
    where shop_id = ${shopId}::uuid and id = any(${ids}::uuid[]) and outcome is null and completed_at is null
    order by id for no key update`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Why nothing (more) is planned for a checkout, in one word. */
export interface CheckoutEnd {
  id: string;
  outcome: string;
}

/** Ends the reminding of checkouts, each with its own reason. */
export async function closeCheckoutsEach(
  tx: Tx,
  shopId: string,
  ends: CheckoutEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  await tx.$executeRaw`
    with own as (
      select c.id, u.outcome from checkout c
      join unnest(${ends.map((e) => e.id)}::uuid[], ${ends.map((e) => e.outcome)}::text[])
        as u(id, outcome) on u.id = c.id
      where c.shop_id = ${shopId}::uuid order by c.id for no key update of c
    )
    update checkout c set next_reminder_at = null, outcome = own.outcome from own where c.id = own.id`;
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

/** Gives the checkouts of the cart that were there until now. */
export async function markDeleted(
  tx: Tx,
  shopId: string,
  gone: { cartToken: string; outcome: string; at: Date },
): Promise<string[]> {
  const { cartToken, outcome, at } = gone;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with own as (
      select id from checkout where shop_id = ${shopId}::uuid and cart_token = ${cartToken} and deleted_at is null
      order by id for no key update
    )
    update checkout c set deleted_at = ${at}, next_reminder_at = null, outcome = coalesce(c.outcome, ${outcome})
    from own where c.id = own.id returning c.id`;
  return rows.map((row) => row.id);
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
