import type { Tx } from "#app/ports/db.ts";
import type { NumberFacts } from "./health/health.types.ts";
import {
  brakeLevelSchema,
  type NumberRow,
  type NumberStatus,
  numberStatusSchema,
  type Origin,
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

/** Numbers that the shop has disconnected. */
export async function givenUpNumbers(tx: Tx, shopId: string): Promise<string[]> {
  const where = { shopId, status: "disconnected" };
  const rows = await tx.whatsAppNumber.findMany({ where, select: { id: true } });
  return rows.map((row) => row.id);
}

/** The account that the shop connected last, given up or not. */
export async function lastAccountOf(tx: Tx, shopId: string): Promise<string | null> {
  const row = await tx.whatsAppNumber.findFirst({
    where: { shopId },
    orderBy: [{ connectedAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
    select: { wabaId: true },
  });
  return row?.wabaId ?? null;
}

/** Gives up the shop's other numbers that cannot send any more, once this one can. */
export async function giveUpOthers(tx: Tx, keep: { shopId: string; numberId: string }) {
  await tx.whatsAppNumber.updateMany({
    where: {
      shopId: keep.shopId,
      id: { not: keep.numberId },
      status: { in: ["waiting", "stopped", "broken"] },
    },
    data: { status: "disconnected", statusReason: "replaced" },
  });
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
  origin: Origin;
  status: NumberStatus;
  statusReason: string | null;
  connectedAt: Date;
  appSecret: Uint8Array<ArrayBuffer> | null;
  verifyToken: Uint8Array<ArrayBuffer> | null;
  webhookSeenAt: Date | null;
  /** null keeps the one that is stored */
  twoStepPin: Uint8Array<ArrayBuffer> | null;
}

/**
 * Writes a connection; the same account again replaces its number and token, and takes up one that was
 * given up, so that what waits for it leaves.
 * @returns null when the account or the number belongs to another shop (nothing is written)
 */
export async function upsertNumber(tx: Tx, wish: StoredWish): Promise<string | null> {
  const { shopId, wabaId, twoStepPin, ...changed } = wish;
  const pin = twoStepPin === null ? {} : { twoStepPin };
  const known = await tx.whatsAppNumber.findFirst({ where: { shopId, wabaId } });
  if (known) {
    const data = { ...changed, ...pin, pausedUntil: null };
    await tx.whatsAppNumber.update({ where: { id: known.id }, data });
    return known.id;
  }
  // A plain insert would fail on another shop's unique key and end the transaction.
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into whatsapp_number (shop_id, waba_id, portfolio_id, phone_number_id, display_phone, verified_name,
      token, throughput, origin, status, status_reason, connected_at, app_secret, verify_token, two_step_pin,
      webhook_seen_at, updated_at)
    values (${shopId}::uuid, ${wabaId}, ${wish.portfolioId}, ${wish.phoneNumberId}, ${wish.displayPhone},
      ${wish.verifiedName}, ${wish.token}, ${wish.throughput}, ${wish.origin}, ${wish.status}, ${wish.statusReason},
      ${wish.connectedAt}, ${wish.appSecret}, ${wish.verifyToken}, ${twoStepPin}, ${wish.webhookSeenAt},
      now())
    on conflict do nothing returning id`;
  return inserted[0]?.id ?? null;
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

interface Target {
  shopId: string;
  numberId: string;
}

/**
 * Where a number stands from now on; ends a pause when it may send again. What the merchant gave up
 * stays given up, and news from before `since` do not touch a connection that is younger.
 * @returns whether anything changed
 */
export async function writeStatus(
  tx: Tx,
  target: Target,
  change: { status: NumberStatus; reason: string | null; from?: NumberStatus; since?: Date },
): Promise<boolean> {
  const { count } = await tx.whatsAppNumber.updateMany({
    where: {
      shopId: target.shopId,
      id: target.numberId,
      status: change.from ?? { not: "disconnected" },
      ...(change.since ? { NOT: { connectedAt: { gt: change.since } } } : {}),
    },
    data: {
      status: change.status,
      statusReason: change.reason,
      ...(change.status === "connected" ? { pausedUntil: null } : {}),
    },
  });
  return count > 0;
}

export interface FactsChange extends Partial<NumberFacts> {
  at?: Date;
}

/** Keeps what Meta says of a number; what it did not say stays as it was. */
export async function writeFacts(tx: Tx, target: Target, facts: FactsChange): Promise<void> {
  const { at, health, ...told } = facts;
  const known = Object.entries(told).filter(([, value]) => value !== null && value !== undefined);
  await tx.whatsAppNumber.updateMany({
    where: { shopId: target.shopId, id: target.numberId },
    data: {
      ...Object.fromEntries(known),
      ...(health ? { health: { ...health } } : {}),
      ...(at ? { healthAt: at } : {}),
    },
  });
}

export async function pinOf(tx: Tx, shopId: string, id: string): Promise<Uint8Array | null> {
  const row = await tx.whatsAppNumber.findFirst({
    where: { shopId, id },
    select: { twoStepPin: true },
  });
  return row?.twoStepPin ?? null;
}

export async function forgetPin(tx: Tx, target: Target): Promise<void> {
  await tx.whatsAppNumber.updateMany({
    where: { shopId: target.shopId, id: target.numberId },
    data: { twoStepPin: null },
  });
}

/** Forgets what opens the account (contract 8.5); its secret stays, so that a late STOP is still believed. */
export async function writeDisconnected(
  tx: Tx,
  target: Target,
  gone: { token: Uint8Array<ArrayBuffer>; reason: string },
): Promise<void> {
  await tx.whatsAppNumber.updateMany({
    where: { shopId: target.shopId, id: target.numberId },
    data: {
      status: "disconnected",
      statusReason: gone.reason,
      token: gone.token,
      twoStepPin: null,
      verifyToken: null,
      pausedUntil: null,
      webhookSeenAt: null,
    },
  });
}

/** The stronger and the longer of what runs and what is asked for. */
export async function writeSlow(
  tx: Tx,
  target: Target,
  slow: { until: Date; factor: number },
): Promise<void> {
  await tx.$executeRaw`
    update whatsapp_number set updated_at = now(),
      slow_factor = case when slowed_until > ${slow.until} then least(slow_factor, ${slow.factor}) else ${slow.factor} end,
      slowed_until = greatest(coalesce(slowed_until, ${slow.until}), ${slow.until})
    where shop_id = ${target.shopId}::uuid and id = ${target.numberId}::uuid`;
}

export async function writeUtilityPause(tx: Tx, target: Target, until: Date): Promise<void> {
  await tx.$executeRaw`
    update whatsapp_number set updated_at = now(),
      utility_paused_until = greatest(coalesce(utility_paused_until, ${until}), ${until})
    where shop_id = ${target.shopId}::uuid and id = ${target.numberId}::uuid`;
}
