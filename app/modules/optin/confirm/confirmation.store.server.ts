import type { Tx } from "#app/ports/db.ts";
import {
  type ConfirmationOf,
  type ConfirmationRow,
  type ConfirmationState,
  confirmationStateSchema,
  type NotAskedReason,
  topicsSchema,
} from "./confirmation.types.ts";

export interface NewConfirmation extends ConfirmationOf {
  id: string;
  expiresAt: Date;
  state: ConfirmationState;
  reason: NotAskedReason | null;
  leaderId: string | null;
  messageId: string | null;
  askedAt: Date | null;
  lookAt: Date | null;
}

/** False when this request was written before: nobody is asked twice for it. */
export async function insertConfirmation(
  tx: Tx,
  shopId: string,
  row: NewConfirmation,
): Promise<boolean> {
  const written = await tx.confirmationRequest.createMany({
    data: { ...row, shopId },
    skipDuplicates: true,
  });
  return written.count > 0;
}

type Stored = Awaited<ReturnType<Tx["confirmationRequest"]["findMany"]>>[number];

function rowOf(row: Stored): ConfirmationRow {
  return {
    ...row,
    state: confirmationStateSchema.parse(row.state),
    topics: topicsSchema.parse(row.topics),
  };
}

/** Far more than the limits let a person have that were asked; the latest say all that is asked of them. */
const MOST = 100;

/** The requests of a person, or for a number whoever it named then; the latest first. */
export async function confirmationsOf(
  tx: Tx,
  shopId: string,
  who: { contactId: string; identifierHash: string | null },
): Promise<ConfirmationRow[]> {
  const { contactId, identifierHash } = who;
  const rows = await tx.confirmationRequest.findMany({
    where: {
      shopId,
      OR: [{ contactId }, ...(identifierHash === null ? [] : [{ identifierHash }])],
    },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return rows.map(rowOf);
}

/** Requests of a shop that are due for a look, held against other sweeps; who joined another is left out. */
export async function dueConfirmations(
  tx: Tx,
  shopId: string,
  due: { now: Date; limit: number },
): Promise<ConfirmationRow[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from confirmation_request where shop_id = ${shopId}::uuid and look_at <= ${due.now}
    order by look_at, id limit ${due.limit} for update skip locked`;
  const ids = rows.map((row) => row.id);
  const found = await tx.confirmationRequest.findMany({ where: { shopId, id: { in: ids } } });
  return found.map(rowOf);
}

/** The message is planned: it asks for this request and for those that joined it. */
export async function markAsked(
  tx: Tx,
  shopId: string,
  asked: { id: string; messageId: string; at: Date; lookAt: Date },
): Promise<void> {
  const { id, messageId, at, lookAt } = asked;
  await tx.confirmationRequest.updateMany({
    where: { shopId, state: "waiting", OR: [{ id }, { leaderId: id }] },
    data: { state: "asked", messageId, askedAt: at, lookAt },
  });
}

export async function lookAgain(tx: Tx, shopId: string, ids: string[], at: Date): Promise<void> {
  await tx.confirmationRequest.updateMany({
    where: { shopId, id: { in: ids } },
    data: { lookAt: at },
  });
}

export async function endConfirmations(
  tx: Tx,
  shopId: string,
  end: { ids: string[]; state: "confirmed" | "declined" | "expired"; at: Date },
): Promise<void> {
  await tx.confirmationRequest.updateMany({
    where: { shopId, id: { in: end.ids } },
    data: { state: end.state, endedAt: end.at, lookAt: null },
  });
}

/** These messages never left: what they asked for waits again, or is left when waiting would not help. */
export async function unaskConfirmations(
  tx: Tx,
  shopId: string,
  unsent: { messageId: string; again: Date | null },
): Promise<void> {
  const { messageId, again } = unsent;
  await tx.confirmationRequest.updateMany({
    where: { shopId, messageId, state: "asked" },
    data: again
      ? { state: "waiting", messageId: null, askedAt: null, lookAt: again }
      : { state: "not_asked", reason: "not_sent", lookAt: null },
  });
}

/** How the requests since then stand, by state and reason: one person at one number once a day counts each. */
export async function confirmationCounts(
  tx: Tx,
  shopId: string,
  since: Date,
): Promise<{ state: ConfirmationState; reason: string | null; count: number }[]> {
  const rows = await tx.confirmationRequest.groupBy({
    by: ["state", "reason"],
    where: { shopId, requestedAt: { gte: since } },
    _count: true,
  });
  return rows.map((row) => ({
    state: confirmationStateSchema.parse(row.state),
    reason: row.reason,
    count: row._count,
  }));
}
