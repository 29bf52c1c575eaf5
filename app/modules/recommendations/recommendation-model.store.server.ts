import type { Tx } from "#app/ports/db.ts";
import { modelReport, type ModelReport } from "./model-report.types.ts";

export interface StoredModel {
  fittedAt: Date | null;
  tunedAt: Date | null;
  /** as `readWeights` takes them */
  weights: unknown;
  report: ModelReport | null;
  /** why the last try came to nothing, in words */
  problem: string | null;
}

/** What the nightly job found out about the shop's model; null before the first one. */
export async function readModelReport(tx: Tx, shopId: string): Promise<StoredModel | null> {
  const row = await tx.recommendationModel.findUnique({ where: { shopId } });
  if (row === null) return null;
  const { fittedAt, tunedAt, weights, problem } = row;
  const report = modelReport.safeParse(row.report).data ?? null;
  return { fittedAt, tunedAt, weights, report, problem };
}

/** The moment of the last fit, for asking often. */
export async function fittedAtOf(tx: Tx, shopId: string): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ fitted_at: Date | null }[]>`
    select fitted_at from recommendation_model where shop_id = ${shopId}::uuid`;
  return rows[0]?.fitted_at ?? null;
}

/**
 * Takes the shop's model to be fitted anew, unless somebody else has since it was found due. It is due again at
 * `againAt`, should whoever took it die on the way.
 */
export async function claimModel(
  tx: Tx,
  shopId: string,
  { now, triedAt, againAt }: { now: Date; triedAt: Date | null; againAt: Date },
): Promise<boolean> {
  const taken = await tx.$executeRaw`
    insert into recommendation_model as m (shop_id, due_at, tried_at)
    values (${shopId}::uuid, ${againAt}::timestamptz, ${now}::timestamptz)
    on conflict (shop_id) do update set due_at = excluded.due_at, tried_at = excluded.tried_at
    where m.tried_at is not distinct from ${triedAt}::timestamptz`;
  return taken === 1;
}

export interface FittedModel {
  fittedAt: Date;
  weights: object | null;
  report: ModelReport;
}

/** Keeps what a fit found. Where the shop could not teach anything, what it taught before is gone, too. */
export async function storeModel(tx: Tx, shopId: string, fitted: FittedModel): Promise<void> {
  const weights = fitted.weights === null ? null : JSON.stringify(fitted.weights);
  const tunedAt = fitted.weights === null ? null : fitted.fittedAt;
  await tx.$executeRaw`
    insert into recommendation_model (shop_id, due_at, tried_at, fitted_at, tuned_at, weights, report)
    values (${shopId}::uuid, ${fitted.fittedAt}::timestamptz, ${fitted.fittedAt}::timestamptz,
      ${fitted.fittedAt}::timestamptz, ${tunedAt}::timestamptz, ${weights}::jsonb,
      ${JSON.stringify(fitted.report)}::jsonb)
    on conflict (shop_id) do update set fitted_at = excluded.fitted_at, tuned_at = excluded.tuned_at,
      weights = excluded.weights, report = excluded.report, problem = null`;
}

/** When the next fit is due, and what went wrong with this one. */
export async function scheduleModel(
  tx: Tx,
  shopId: string,
  { dueAt, problem }: { dueAt: Date; problem: string | null },
): Promise<void> {
  await tx.$executeRaw`
    update recommendation_model set due_at = ${dueAt}::timestamptz, problem = ${problem}
    where shop_id = ${shopId}::uuid`;
}
