import type { Tx } from "#app/ports/db.ts";

export interface NewSuppression {
  hashes: string[];
  scope: "marketing" | "all";
  reason: string;
  source: string;
  since: Date;
}

/** "Do not message", under every hash that names the person. An active one is not doubled. */
export async function insertSuppressions(
  tx: Tx,
  shopId: string,
  wish: NewSuppression,
): Promise<void> {
  await tx.$executeRaw`
    insert into suppression (shop_id, hash, scope, reason, source, since)
    select ${shopId}::uuid, h, ${wish.scope}, ${wish.reason}, ${wish.source}, ${wish.since}
    from unnest(${wish.hashes}::text[]) as h
    where not exists (select from suppression s where s.shop_id = ${shopId}::uuid and s.hash = h
      and s.reason = ${wish.reason} and s.lifted_at is null)`;
}

/** @param wish.source only what this source said; left out, whoever said it */
export async function liftSuppressions(
  tx: Tx,
  shopId: string,
  wish: { hashes: string[]; reasons: string[]; source?: string; at: Date },
): Promise<void> {
  const { hashes, reasons, source = null, at } = wish;
  await tx.$executeRaw`
    update suppression set lifted_at = ${at} where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[])
      and reason = any(${reasons}::text[]) and (${source}::text is null or source = ${source}::text)
      and lifted_at is null and since <= ${at}`;
}

/**
 * Whoever was erased has come back by their own act: everything that one erasure suppressed ends together,
 * also what names them in other ways than the one they came back with.
 */
export async function liftErased(
  tx: Tx,
  shopId: string,
  wish: { hashes: string[]; at: Date },
): Promise<void> {
  const { hashes, at } = wish;
  await tx.$executeRaw`
    update suppression set lifted_at = ${at} where shop_id = ${shopId}::uuid and lifted_at is null
      and reason in ('erased', 'opt_out', 'perhaps_opt_out') and since <= ${at} and erasure_id in (
        select erasure_id from suppression where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[])
          and reason = 'erased' and lifted_at is null)`;
}

/** The reason why each of these hashes must not be messaged; absent when nothing speaks against it. */
export async function activeSuppressions(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<Map<string, { scope: string; reason: string }>> {
  const rows = await tx.$queryRaw<{ hash: string; scope: string; reason: string }[]>`
    select hash, scope, reason from suppression_current
    where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[])
    order by scope = 'all', reason <> 'perhaps_opt_out'`; // the last one of a hash stays in the map
  return new Map(rows.map(({ hash, scope, reason }) => [hash, { scope, reason }]));
}

/** The hashes to which nothing is planned: what waits for a human is planned, and waits at its claim. */
export async function finallySuppressed(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<Set<string>> {
  const active = await activeSuppressions(tx, shopId, hashes);
  const final = [...active].filter(([, { reason }]) => reason !== "perhaps_opt_out");
  return new Set(final.map(([hash]) => hash));
}

/** Every suppression that stands under one of these hashes, each reason and scope once, the oldest. */
export async function activeSuppressionRows(
  tx: Tx,
  shopId: string,
  hashes: string[],
): Promise<Omit<NewSuppression, "hashes">[]> {
  const rows = await tx.suppression.findMany({
    where: { shopId, hash: { in: hashes }, liftedAt: null },
    orderBy: [{ since: "desc" }, { id: "asc" }],
  });
  const found = rows.map(({ scope, reason, source, since }) => ({
    scope: scope === "all" ? ("all" as const) : ("marketing" as const),
    reason,
    source,
    since,
  }));
  return [...new Map(found.map((row) => [`${row.scope} ${row.reason}`, row])).values()];
}
