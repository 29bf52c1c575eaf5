import type { Tx } from "#app/ports/db.ts";
import { type AnswerDecision, answerDecisionSchema, type AnswerRow } from "./answer.types.ts";

type Raw = Omit<AnswerRow, "decision"> & { decision: string | null };

function answerRow({ decision, ...row }: Raw): AnswerRow {
  return { ...row, decision: decision === null ? null : answerDecisionSchema.parse(decision) };
}

const SHOWN = {
  id: true,
  contactId: true,
  inboundId: true,
  at: true,
  decideBy: true,
  decision: true,
  decidedAt: true,
  decidedBy: true,
} as const;

/** One per message, however often its delivery comes. */
export async function insertAnswer(
  tx: Tx,
  shopId: string,
  answer: { contactId: string; inboundId: string; at: Date; decideBy: Date },
): Promise<void> {
  await tx.unclearAnswer.createMany({ data: [{ shopId, ...answer }], skipDuplicates: true });
}

export async function answerById(tx: Tx, shopId: string, id: string): Promise<AnswerRow | null> {
  const row = await tx.unclearAnswer.findFirst({ where: { shopId, id }, select: SHOWN });
  return row && answerRow(row);
}

/** Undecided ones, the longest waiting first. */
export async function openAnswers(
  tx: Tx,
  shopId: string,
  which: { contactIds?: string[]; limit: number },
): Promise<AnswerRow[]> {
  const { contactIds, limit } = which;
  const rows = await tx.unclearAnswer.findMany({
    where: { shopId, decision: null, ...(contactIds ? { contactId: { in: contactIds } } : {}) },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: limit,
    select: SHOWN,
  });
  return rows.map(answerRow);
}

export async function decidedAnswers(tx: Tx, shopId: string, limit: number): Promise<AnswerRow[]> {
  const rows = await tx.unclearAnswer.findMany({
    where: { shopId, decision: { not: null } },
    orderBy: [{ decidedAt: "desc" }, { id: "desc" }],
    take: limit,
    select: SHOWN,
  });
  return rows.map(answerRow);
}

export async function countOpenAnswers(tx: Tx, shopId: string): Promise<number> {
  return tx.unclearAnswer.count({ where: { shopId, decision: null } });
}

/** Writes what became of undecided ones: of one, or of a person's up to a moment. Gives how many were undecided. */
export async function writeDecision(
  tx: Tx,
  shopId: string,
  which: { id: string } | { contactIds: string[]; until?: Date },
  made: { decision: AnswerDecision; at: Date; by: string | null },
): Promise<number> {
  const { count } = await tx.unclearAnswer.updateMany({
    where: {
      shopId,
      decision: null,
      ...("id" in which ? which : { contactId: { in: which.contactIds } }),
      ...("until" in which && which.until ? { at: { lte: which.until } } : {}),
    },
    data: { decision: made.decision, decidedAt: made.at, decidedBy: made.by },
  });
  return count;
}

export interface SealedWords {
  wamid: string;
  body: Uint8Array | null;
}

/** The sealed words of messages; of those that were deleted meanwhile there are none. */
export async function sealedWords(
  tx: Tx,
  shopId: string,
  inboundIds: string[],
): Promise<Map<string, SealedWords>> {
  const rows = await tx.inboundMessage.findMany({
    where: { shopId, id: { in: inboundIds } },
    select: { id: true, wamid: true, body: true },
  });
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}

export async function inboundIdOf(tx: Tx, shopId: string, wamid: string): Promise<string> {
  const where = { shopId, wamid };
  const { id } = await tx.inboundMessage.findFirstOrThrow({ where, select: { id: true } });
  return id;
}
