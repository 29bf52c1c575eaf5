import type { Tx } from "#app/ports/db.ts";
import { type NativeCounts, type NativeProblem, nativeProblemSchema } from "./native.types.ts";

export interface NativeRow {
  attempts: number;
  writtenState: string | null;
  writtenAt: Date | null;
}

interface Target {
  shopId: string;
  contactId: string;
}

/** Takes a due row until `lease`; null when it is not due any more. */
export async function leaseNative(
  tx: Tx,
  target: Target,
  { now, lease }: { now: Date; lease: Date },
): Promise<NativeRow | null> {
  const rows = await tx.$queryRaw<
    { attempts: number; written_state: string | null; written_at: Date | null }[]
  >`
    update native_consent set next_try_at = ${lease}, attempts = attempts + 1
    where shop_id = ${target.shopId}::uuid and contact_id = ${target.contactId}::uuid
      and next_try_at <= ${now} returning attempts, written_state, written_at`;
  const [row] = rows;
  if (!row) return null;
  return { attempts: row.attempts, writtenState: row.written_state, writtenAt: row.written_at };
}

/** Before the request leaves: its webhook may be back sooner than its answer. */
export async function noteWritten(
  tx: Tx,
  { shopId, contactId }: Target,
  written: { state: string; at: Date },
): Promise<void> {
  await tx.nativeConsent.updateMany({
    where: { shopId, contactId },
    data: { writtenState: written.state, writtenAt: written.at },
  });
}

/** Ends a try, unless the row became due anew in the meantime (its time is then not our lease). */
export async function settleNative(
  tx: Tx,
  { shopId, contactId }: Target,
  end: {
    lease: Date;
    nextTryAt: Date | null;
    problem: NativeProblem | null;
    detail?: string | null;
    now: Date;
  },
): Promise<void> {
  const { problem } = end;
  await tx.nativeConsent.updateMany({
    where: { shopId, contactId, nextTryAt: end.lease },
    data: {
      nextTryAt: end.nextTryAt,
      problem,
      problemDetail: end.detail ?? null,
      problemAt: problem === null ? null : end.now,
      ...(problem === null ? { attempts: 0 } : {}),
    },
  });
}

export async function nativeRow(tx: Tx, { shopId, contactId }: Target): Promise<NativeRow | null> {
  return tx.nativeConsent.findFirst({
    where: { shopId, contactId },
    select: { attempts: true, writtenState: true, writtenAt: true },
  });
}

/** Keeps the newest thing that Shopify said and that is no consent to us. */
export async function noteHint(
  tx: Tx,
  { shopId, contactId }: Target,
  hint: { state: string; from: string | null; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    insert into native_consent (shop_id, contact_id, hint_state, hint_from, hint_at)
    values (${shopId}::uuid, ${contactId}::uuid, ${hint.state}, ${hint.from}, ${hint.at})
    on conflict (shop_id, contact_id) do update set hint_state = excluded.hint_state,
      hint_from = excluded.hint_from, hint_at = excluded.hint_at
    where native_consent.hint_at is null or native_consent.hint_at <= excluded.hint_at`;
}

export async function countNative(tx: Tx, shopId: string): Promise<NativeCounts> {
  const rows = await tx.$queryRaw<
    { problem: string | null; due: boolean; written: boolean; people: number; hints: number }[]
  >`
    select problem, next_try_at is not null as due, written_state is not null as written,
      count(*)::int as people, (count(*) filter (where hint_state = 'SUBSCRIBED'))::int as hints
    from native_consent where shop_id = ${shopId}::uuid group by 1, 2, 3`;
  const sum = (which: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(which).reduce((total, { people }) => total + people, 0);
  const byProblem = Map.groupBy(
    rows.filter(({ problem }) => problem !== null),
    ({ problem }) => nativeProblemSchema.parse(problem),
  );
  return {
    inStep: sum(({ problem, due, written }) => problem === null && !due && written),
    waiting: sum(({ problem, due }) => problem === null && due),
    hints: rows.reduce((total, { hints }) => total + hints, 0),
    problems: [...byProblem].map(([problem, own]) => ({
      problem,
      people: own.reduce((total, { people }) => total + people, 0),
    })),
  };
}
