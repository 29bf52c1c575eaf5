import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import type { RowCounts } from "./person.types.ts";
import type { RetentionRule } from "./retention.rules.ts";

/** So many rows at a time: no lock is held for long. */
const BATCH = 1_000;

interface Sweep {
  table: string;
  /** the rows whose time is over; `$before` stands for the moment */
  when(before: Date): Prisma.Sql;
  /** what is written into them; null: they are deleted */
  set: string | null;
}

const DONE = Prisma.sql`status in ('processed', 'ignored')`;

/** What a rule does to rows; the two rules about people are use-cases of their own. */
const SWEEPS: Record<Exclude<RetentionRule, "people_without_consent" | "ended_consent">, Sweep> = {
  intake_bodies: {
    table: "intake_event",
    when: (before) => Prisma.sql`body is not null and ${DONE} and processed_at < ${before}`,
    set: "body = null",
  },
  parked_bodies: {
    table: "intake_event",
    when: (before) =>
      Prisma.sql`body is not null and status = 'parked' and received_at < ${before}`,
    set: "body = null",
  },
  intake_events: {
    table: "intake_event",
    when: (before) => Prisma.sql`${DONE} and processed_at < ${before}`,
    set: null,
  },
  message_parameters: {
    table: "message",
    when: (before) => Prisma.sql`payload is not null and ended_at < ${before}`,
    set: "payload = null",
  },
  link_targets: {
    table: "link",
    when: (before) => Prisma.sql`length(target) > 0 and expires_at < ${before}`,
    set: "target = ''",
  },
  personal_taps: {
    table: "click",
    when: (before) => Prisma.sql`at < ${before}`,
    set: null,
  },
  checkout_persons: {
    table: "checkout",
    when: (before) => Prisma.sql`last_activity_at < ${before}
      and (person is not null or recover_url is not null or person_hashes <> '{}')`,
    set: "person = null, recover_url = null, person_hashes = '{}'",
  },
  order_persons: {
    table: "shop_order",
    when: (before) => Prisma.sql`created_at < ${before} and person_hashes <> '{}'`,
    set: "person_hashes = '{}'",
  },
  recommendation_cases: {
    table: "recommendation_case",
    when: (before) => Prisma.sql`opened_at < ${before} and state <> 'waiting'`,
    set: null,
  },
  inbound_texts: {
    table: "inbound_message",
    when: (before) => Prisma.sql`received_at < ${before} and body is not null`,
    set: "body = null",
  },
  opt_in_requests: {
    table: "opt_in_request",
    when: (before) => Prisma.sql`at < ${before}`,
    set: null,
  },
  deleted_products: {
    table: "product",
    when: (before) => Prisma.sql`deleted_at < ${before}`,
    set: null,
  },
  import_files: {
    table: "import_part",
    when: (before) =>
      Prisma.sql`import_id in (select id from import_run where created_at < ${before})`,
    set: null,
  },
  exports: {
    table: "data_export",
    // Dated when it was made: its end is written in the row.
    when: (before) => Prisma.sql`created_at < ${before}`,
    set: null,
  },
  access_log: {
    table: "access_log",
    when: (before) => Prisma.sql`at < ${before}`,
    set: null,
  },
  retention_runs: {
    table: "retention_run",
    when: (before) => Prisma.sql`started_at < ${before}`,
    set: null,
  },
};

/** Some of the rows whose time is over; gives how many. */
export async function sweepSome(
  tx: Tx,
  shopId: string,
  sweep: { rule: keyof typeof SWEEPS; before: Date },
): Promise<number> {
  const { table, when, set } = SWEEPS[sweep.rule];
  const name = Prisma.raw(`"${table}"`);
  const some = Prisma.sql`ctid = any(array(select ctid from ${name}
    where shop_id = ${shopId}::uuid and ${when(sweep.before)} limit ${BATCH}))`;
  return set === null
    ? tx.$executeRaw`delete from ${name} where ${some}`
    : tx.$executeRaw`update ${name} set ${Prisma.raw(set)} where ${some}`;
}

const PEOPLE_AT_ONCE = 50;

/** People without any consent that counts or is awaited, of whom nothing was heard since. */
export async function peopleWithoutConsent(
  tx: Tx,
  shopId: string,
  before: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from contact c where c.shop_id = ${shopId}::uuid and c.erased_at is null and c.merged_into is null
      and c.created_at < ${before} and coalesce(c.last_inbound_at, c.created_at) < ${before}
      and not exists (select from consent_event e where e.shop_id = c.shop_id
        and e.contact_id = any(c.id || c.merged_ids) and (e.kind in ('granted', 'confirmed') or e.recorded_at >= ${before}))
    order by c.created_at limit ${PEOPLE_AT_ONCE}`;
  return rows.map((row) => row.id);
}

/** People who agreed once and whose every consent ended so long ago. */
export async function peopleWithEndedConsent(
  tx: Tx,
  shopId: string,
  before: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from contact c where c.shop_id = ${shopId}::uuid and c.erased_at is null and c.merged_into is null
      and exists (select from consent_state s where s.shop_id = c.shop_id and s.contact_id = c.id)
      and not exists (select from consent_state s where s.shop_id = c.shop_id and s.contact_id = c.id
        and (s.state <> 'withdrawn' or s.since >= ${before}))
      and not exists (select from consent_event e where e.shop_id = c.shop_id
        and e.contact_id = any(c.id || c.merged_ids) and e.recorded_at >= ${before})
    order by c.created_at limit ${PEOPLE_AT_ONCE}`;
  return rows.map((row) => row.id);
}

export interface RunRow {
  id: string;
  startedAt: Date;
  endedAt: Date | null;
  rule: string | null;
  rows: RowCounts;
}

function countsOf(json: unknown): RowCounts {
  if (typeof json !== "object" || json === null) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, count]) =>
      typeof count === "number" ? [[key, count]] : [],
    ),
  );
}

/** The latest first. */
export async function recentRuns(tx: Tx, shopId: string, limit: number): Promise<RunRow[]> {
  const rows = await tx.retentionRun.findMany({
    where: { shopId },
    orderBy: { startedAt: "desc" },
    take: limit,
  });
  return rows.map(({ id, startedAt, endedAt, rule, rows: counts }) => ({
    id,
    startedAt,
    endedAt,
    rule,
    rows: countsOf(counts),
  }));
}

export async function beginRun(tx: Tx, shopId: string, startedAt: Date): Promise<RunRow> {
  const row = await tx.retentionRun.create({ data: { shopId, startedAt }, select: { id: true } });
  return { id: row.id, startedAt, endedAt: null, rule: null, rows: {} };
}

export async function noteRun(tx: Tx, shopId: string, run: RunRow): Promise<void> {
  const { id, endedAt, rule, rows } = run;
  await tx.retentionRun.updateMany({ where: { shopId, id }, data: { endedAt, rule, rows } });
}
