import type { Tx } from "#app/ports/db.ts";
import {
  brakeLevelSchema,
  type NumberRow,
  type NumberStatus,
  numberStatusSchema,
  originSchema,
} from "./channel.types.ts";

interface StoredNumber extends Omit<NumberRow, "status" | "brake" | "origin"> {
  status: string;
  brake: string;
  origin: string;
}

function numberRow(row: StoredNumber): NumberRow {
  return {
    ...row,
    status: numberStatusSchema.parse(row.status),
    brake: brakeLevelSchema.parse(row.brake),
    origin: originSchema.parse(row.origin),
  };
}

/** The number that a shop sends from: a connected one before others, then the newest; none that was given up. */
export async function numberForShop(tx: Tx, shopId: string): Promise<NumberRow | null> {
  const rows = await tx.whatsAppNumber.findMany({
    where: { shopId, status: { not: "disconnected" } },
    orderBy: { createdAt: "desc" },
  });
  const row = rows.find((one) => one.status === "connected") ?? rows[0];
  return row ? numberRow(row) : null;
}

export async function numberById(tx: Tx, shopId: string, id: string): Promise<NumberRow | null> {
  const row = await tx.whatsAppNumber.findFirst({ where: { shopId, id } });
  return row ? numberRow(row) : null;
}

export async function numberByWaba(
  tx: Tx,
  shopId: string,
  wabaId: string,
): Promise<NumberRow | null> {
  const where = { shopId, wabaId, status: { not: "disconnected" } };
  const row = await tx.whatsAppNumber.findFirst({ where });
  return row ? numberRow(row) : null;
}

export interface StoredWish {
  shopId: string;
  wabaId: string;
  portfolioId: string | null;
  phoneNumberId: string;
  displayPhone: string;
  verifiedName: string;
  token: Uint8Array<ArrayBuffer>;
  throughput: string;
}

/**
 * Writes a connection; the same account again replaces its number and token.
 * @returns null when the account or the number belongs to another shop (nothing is written)
 */
export async function upsertNumber(tx: Tx, wish: StoredWish): Promise<string | null> {
  // A plain insert would fail on another shop's unique key and end the transaction.
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into whatsapp_number (shop_id, waba_id, portfolio_id, phone_number_id, display_phone, verified_name,
      token, throughput, updated_at)
    values (${wish.shopId}::uuid, ${wish.wabaId}, ${wish.portfolioId}, ${wish.phoneNumberId},
      ${wish.displayPhone}, ${wish.verifiedName}, ${wish.token}, ${wish.throughput}, now())
    on conflict do nothing returning id`;
  if (inserted[0]) return inserted[0].id;
  const { shopId, wabaId, ...changed } = wish;
  const own = await tx.whatsAppNumber.findFirst({ where: { shopId, wabaId } });
  if (!own) return null;
  await tx.whatsAppNumber.update({
    where: { id: own.id },
    data: { ...changed, status: "connected", statusReason: null, pausedUntil: null },
  });
  return own.id;
}

/** Pauses a number until then; a longer pause that already runs stays. */
export async function writePause(
  tx: Tx,
  target: { shopId: string; numberId: string },
  pause: { until: Date; reason: string },
): Promise<void> {
  await tx.$executeRaw`
    update whatsapp_number set paused_until = greatest(coalesce(paused_until, ${pause.until}), ${pause.until}),
      status_reason = ${pause.reason}, updated_at = now()
    where shop_id = ${target.shopId}::uuid and id = ${target.numberId}::uuid`;
}

export async function writeNumber(
  tx: Tx,
  target: { shopId: string; numberId: string },
  change: {
    status?: NumberStatus;
    statusReason?: string | null;
    pausedUntil?: Date | null;
    quality?: string;
    throughput?: string;
    slowedUntil?: Date | null;
    slowFactor?: number;
    utilityPausedUntil?: Date | null;
  },
): Promise<void> {
  await tx.whatsAppNumber.updateMany({
    where: { shopId: target.shopId, id: target.numberId },
    data: change,
  });
}
