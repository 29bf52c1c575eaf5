import type { Tx } from "#app/ports/db.ts";
import { type BrakeLevel, brakeLevelSchema } from "./channel.types.ts";

interface Target {
  shopId: string;
  numberId: string;
}

export interface BrakeChange {
  from: BrakeLevel;
  to: BrakeLevel;
  cause: string | null;
  acceptedQuality: string | null;
  at: Date;
  by: "rule" | "merchant";
  facts: Record<string, unknown>;
}

/**
 * Moves a brake and writes down why. Compares first: of two that judge at once, one moves it.
 * @returns whether it was moved
 */
export async function moveBrake(tx: Tx, target: Target, change: BrakeChange): Promise<boolean> {
  const { shopId, numberId } = target;
  const { from, to, cause, acceptedQuality, at, by, facts } = change;
  const { count } = await tx.whatsAppNumber.updateMany({
    where: { shopId, id: numberId, brake: from },
    data: {
      brake: to,
      brakeCause: cause,
      brakeSince: at,
      brakeAcceptedQuality: acceptedQuality,
      ...(by === "merchant" ? { brakeResumedAt: at } : {}),
    },
  });
  if (count === 0) return false;
  await tx.$executeRaw`
    insert into quality_brake_event (shop_id, number_id, at, from_level, to_level, cause, decided_by, facts)
    values (${shopId}::uuid, ${numberId}::uuid, ${at}, ${from}, ${to}, ${cause}, ${by}, ${JSON.stringify(facts)}::jsonb)`;
  return true;
}

/** A brake that stays, for another reason than before, or with an acceptance that has ended. */
export async function writeBrakeCause(
  tx: Tx,
  { shopId, numberId }: Target,
  standing: { cause: string | null; acceptedQuality: string | null },
): Promise<void> {
  await tx.whatsAppNumber.updateMany({
    where: { shopId, id: numberId },
    data: { brakeCause: standing.cause, brakeAcceptedQuality: standing.acceptedQuality },
  });
}

export interface BrakeEvent {
  at: Date;
  from: BrakeLevel;
  to: BrakeLevel;
  cause: string | null;
  by: string;
}

/** What the brake did last, newest first. */
export async function brakeHistory(tx: Tx, target: Target, limit: number): Promise<BrakeEvent[]> {
  const rows = await tx.qualityBrakeEvent.findMany({
    where: { shopId: target.shopId, numberId: target.numberId },
    orderBy: { at: "desc" },
    take: limit,
  });
  return rows.map((row) => ({
    at: row.at,
    from: brakeLevelSchema.parse(row.fromLevel),
    to: brakeLevelSchema.parse(row.toLevel),
    cause: row.cause,
    by: row.decidedBy,
  }));
}
