import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import type { Arm } from "#app/shared/holdout.ts";
import type { DropCount } from "../choice/drop-summary.rules.ts";
import {
  type CaseKind,
  caseKindSchema,
  caseProduct,
  type CaseProduct,
  type CaseReason,
  type CaseState,
  caseStateSchema,
} from "./case.types.ts";

export interface CaseRow {
  id: string;
  orderId: string;
  contactId: string;
  kind: CaseKind;
  state: CaseState;
  dueAt: Date;
  /** the due time that it was opened with, however often it was put off since */
  meantFor: Date;
  rounds: number;
  products: CaseProduct[];
  decidedAt: Date | null;
}

/** A case with the due time at which it was found; what claims it. */
export interface DueCase {
  caseId: string;
  dueAt: Date;
}

export interface NewCase {
  orderId: string;
  contactId: string;
  kind: CaseKind;
  dueAt: Date;
  openedAt: Date;
}

/** Opens a case unless the order has one of that kind: webhooks come twice. */
export async function openCase(tx: Tx, shopId: string, one: NewCase): Promise<void> {
  const { orderId, contactId, kind, dueAt, openedAt } = one;
  await tx.$executeRaw`
    insert into recommendation_case (shop_id, order_id, contact_id, kind, due_at, meant_for, opened_at)
    values (${shopId}::uuid, ${orderId}::uuid, ${contactId}::uuid, ${kind}, ${dueAt}, ${dueAt}, ${openedAt})
    on conflict (shop_id, order_id, kind) do nothing`;
}

/** The parcel has come: what waits for this order is due at that time now. */
export async function moveWaiting(
  tx: Tx,
  shopId: string,
  to: { orderId: string; dueAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    update recommendation_case set due_at = ${to.dueAt}
    where shop_id = ${shopId}::uuid and order_id = ${to.orderId}::uuid and kind = 'after_purchase'
      and state = 'waiting' and rounds = 0 and due_at <> ${to.dueAt}`;
}

/** What waits after a purchase is looked at now: whose time has not come is put off to it. */
export async function lookNow(tx: Tx, shopId: string, at: Date): Promise<void> {
  await tx.recommendationCase.updateMany({
    where: { shopId, kind: "after_purchase", state: "waiting", dueAt: { gt: at } },
    data: { dueAt: at },
  });
}

/** Who is to get a message about this order. */
export async function plannedContacts(tx: Tx, shopId: string, orderId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ contact_id: string }[]>`
    select distinct m.contact_id from recommendation_case c
    join message m on m.shop_id = c.shop_id and m.id = c.message_id
    where c.shop_id = ${shopId}::uuid and c.order_id = ${orderId}::uuid and c.state = 'planned'
      and m.state in ('planned', 'claimed')`;
  return rows.map((row) => row.contact_id);
}

/** Products that this version does not know as such are none. */
const productsSchema = z.array(caseProduct).catch([]);

type StoredCase = Awaited<ReturnType<Tx["recommendationCase"]["findFirstOrThrow"]>>;

function caseRow(row: StoredCase): CaseRow {
  return {
    id: row.id,
    orderId: row.orderId,
    contactId: row.contactId,
    kind: caseKindSchema.parse(row.kind),
    state: caseStateSchema.parse(row.state),
    dueAt: row.dueAt,
    meantFor: row.meantFor ?? row.dueAt,
    rounds: row.rounds,
    products: productsSchema.parse(row.products),
    decidedAt: row.decidedAt,
  };
}

/** The waiting cases whose due time is still just that one. */
export async function dueCases(tx: Tx, shopId: string, due: DueCase[]): Promise<CaseRow[]> {
  const times = new Map(due.map(({ caseId, dueAt }) => [caseId, dueAt.getTime()]));
  const rows = await tx.recommendationCase.findMany({
    where: { shopId, id: { in: [...times.keys()] }, state: "waiting" },
    orderBy: { id: "asc" },
  });
  return rows.filter((row) => row.dueAt.getTime() === times.get(row.id)).map(caseRow);
}

/** Takes cases by their exact due time; gives those that nobody else took. */
export async function takeCases(tx: Tx, shopId: string, due: DueCase[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from recommendation_case c
    join unnest(${due.map((one) => one.caseId)}::uuid[], ${due.map((one) => one.dueAt)}::timestamptz[])
      as u(id, due_at) on u.id = c.id and u.due_at = c.due_at
    where c.shop_id = ${shopId}::uuid and c.state = 'waiting' order by c.id for no key update of c`;
  return new Set(rows.map((row) => row.id));
}

/** Into which arm cases of these orders were drawn, by order. */
export async function drawnArms(
  tx: Tx,
  shopId: string,
  orderIds: string[],
): Promise<Map<string, Arm>> {
  const rows = await tx.$queryRaw<{ order_id: string; arm: Arm }[]>`
    select order_id, max(arm) as arm from recommendation_case
    where shop_id = ${shopId}::uuid and order_id = any(${orderIds}::uuid[]) and arm is not null
    group by order_id`;
  return new Map(rows.map((row) => [row.order_id, row.arm]));
}

export interface CaseOutcome {
  caseId: string;
  state: Exclude<CaseState, "waiting">;
  /** null: as it was; a case that is decided anew stays in the arm that it was drawn into */
  arm: Arm | null;
  reason: CaseReason | null;
  products: CaseProduct[];
  /** why others were left out, most first */
  leftOut: DropCount[];
  expectedMarginMinor: number | null;
  currency: string | null;
  messageId: string | null;
  at: Date;
}

export async function writeOutcome(tx: Tx, shopId: string, one: CaseOutcome): Promise<void> {
  const margin = one.expectedMarginMinor;
  await tx.recommendationCase.updateMany({
    where: { shopId, id: one.caseId, state: "waiting" },
    data: {
      state: one.state,
      ...(one.arm === null ? {} : { arm: one.arm }),
      reason: one.reason,
      products: one.products,
      leftOut: one.leftOut,
      expectedMarginMinor: margin === null ? null : BigInt(Math.round(margin)),
      currency: one.currency,
      messageId: one.messageId,
      decidedAt: one.at,
      rounds: { increment: 1 },
    },
  });
}

/** Looked at again then; the reason says why not now. */
export async function putOffCase(
  tx: Tx,
  shopId: string,
  to: DueCase & { until: Date; reason: CaseReason | null },
): Promise<void> {
  await tx.$executeRaw`
    update recommendation_case set due_at = ${to.until}, reason = ${to.reason}
    where shop_id = ${shopId}::uuid and id = ${to.caseId}::uuid and state = 'waiting' and due_at = ${to.dueAt}`;
}

/** Cases of messages that were planned. */
export async function casesOfMessages(
  tx: Tx,
  shopId: string,
  messageIds: string[],
): Promise<Map<string, CaseRow>> {
  const rows = await tx.recommendationCase.findMany({
    where: { shopId, messageId: { in: messageIds } },
  });
  return new Map(
    rows.flatMap((row): [string, CaseRow][] =>
      row.messageId === null ? [] : [[row.messageId, caseRow(row)]],
    ),
  );
}

/** Decided anew from now on: the message of before has ended unsent. */
export async function reopenCases(
  tx: Tx,
  shopId: string,
  again: { messageIds: string[]; reason: CaseReason; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    update recommendation_case set state = 'waiting', due_at = ${again.at}, reason = ${again.reason}, message_id = null
    where shop_id = ${shopId}::uuid and message_id = any(${again.messageIds}::uuid[]) and state = 'planned'`;
}

/**
 * Cases that belong to who leaves a person: their own, and those of orders that name them. `isUnsent`: a
 * message about it is on its way to the other one.
 */
export async function casesOfSplit(
  tx: Tx,
  shopId: string,
  split: { from: string; members: string[]; hashes: string[] },
): Promise<{ id: string; isUnsent: boolean }[]> {
  const { from, members, hashes } = split;
  return tx.$queryRaw<{ id: string; isUnsent: boolean }[]>`
    select c.id, c.state = 'planned' and m.state in ('planned', 'claimed') as "isUnsent"
    from recommendation_case c join shop_order o on o.shop_id = c.shop_id and o.id = c.order_id
    left join message m on m.shop_id = c.shop_id and m.id = c.message_id and m.contact_id = ${from}::uuid
    where c.shop_id = ${shopId}::uuid and (c.contact_id = any(${members}::uuid[])
      or c.contact_id = ${from}::uuid and o.person_hashes && ${hashes}::text[])`;
}

/** … go to them; those in `unsent` are decided anew. */
export async function handBackCases(
  tx: Tx,
  shopId: string,
  back: { ids: string[]; unsent: string[]; from: string; to: string; at: Date },
): Promise<void> {
  const { ids, unsent, from, to, at } = back;
  await tx.$executeRaw`
    update recommendation_case set contact_id = ${to}::uuid
    where shop_id = ${shopId}::uuid and id = any(${ids}::uuid[]) and contact_id = ${from}::uuid`;
  await tx.$executeRaw`
    update recommendation_case set state = 'waiting', due_at = ${at}, reason = null, message_id = null
    where shop_id = ${shopId}::uuid and id = any(${unsent}::uuid[]) and state = 'planned'`;
}

/** What a person bought counts for their cases of the last days, for both arms alike; the first order counts. */
export async function notePurchase(
  tx: Tx,
  shopId: string,
  bought: { orderId: string; contactIds: string[]; at: Date; since: Date; minor: number },
): Promise<void> {
  const { orderId, contactIds, at, since, minor } = bought;
  await tx.$executeRaw`
    update recommendation_case set bought_order_id = ${orderId}::uuid, bought_minor = ${minor}::bigint
    where shop_id = ${shopId}::uuid and contact_id = any(${contactIds}::uuid[]) and arm is not null
      and decided_at >= ${since} and decided_at < ${at} and bought_order_id is null`;
}

/** A cancelled order was no purchase. */
export async function forgetPurchase(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await tx.$executeRaw`
    update recommendation_case set bought_order_id = null, bought_minor = null
    where shop_id = ${shopId}::uuid and bought_order_id = ${orderId}::uuid`;
}
