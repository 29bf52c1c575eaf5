import type { CountedFacts } from "#app/modules/channel/index.ts";
import type { Tx } from "#app/ports/db.ts";

/** What WhatsApp held back from, or could not deliver to, people who may have had enough (contract 2). */
const NOT_DELIVERED = [130472, 131026, 131049];
/** Messages may be handed over some days after they were planned. */
const PLANNED_BEFORE = "10 days";

interface Counted {
  day_people: bigint;
  day_opted_out: bigint;
  week_people: bigint;
  week_opted_out: bigint;
  day_delivered: bigint;
  day_not_delivered: bigint;
  readable: bigint;
  readable_read: bigint;
}

/**
 * What became of a number's marketing, in one pass over its messages of the week: people reached, those
 * of them who opted out since, what did not arrive, what was read. Nothing from before `countFrom`.
 */
export async function countForBrake(
  tx: Tx,
  of: { shopId: string; numberId: string; now: Date; countFrom: Date | null },
): Promise<Omit<CountedFacts, "badTemplates">> {
  const { shopId, numberId, now, countFrom } = of;
  const rows = await tx.$queryRaw<Counted[]>`
    with bounds as (
      select greatest(${now}::timestamptz - interval '1 day', ${countFrom}::timestamptz) as day,
        greatest(${now}::timestamptz - interval '7 days', ${countFrom}::timestamptz) as week
    ), messages as (
      select m.contact_id, m.error_code, m.read_at, coalesce(m.delivered_at, m.read_at) as arrived_at,
        greatest(m.handed_over_at, m.ended_at) as tried_at
      from message m
      where m.shop_id = ${shopId}::uuid and m.number_id = ${numberId}::uuid and m.handed_over_at is not null
        and m.planned_at > ${now}::timestamptz - ${PLANNED_BEFORE}::interval
        and m.kind not in ('double_opt_in', 'opt_out_confirmation', 'opt_in_answer')
    ), withdrawn as (
      select contact_id, max(since) as since from consent_current
      where shop_id = ${shopId}::uuid and state = 'withdrawn' group by contact_id
    ), reached as (
      select m.contact_id, max(m.arrived_at) as arrived_at, bool_or(w.since >= m.arrived_at) as opted_out
      from messages m cross join bounds b left join withdrawn w using (contact_id)
      where m.arrived_at > b.week group by m.contact_id
    )
    select
      (select count(*) from reached, bounds where arrived_at > day) as day_people,
      (select count(*) from reached, bounds where arrived_at > day and opted_out) as day_opted_out,
      (select count(*) from reached) as week_people,
      (select count(*) from reached where opted_out) as week_opted_out,
      (select count(*) from messages, bounds where arrived_at > day) as day_delivered,
      (select count(*) from messages, bounds where arrived_at is null and tried_at > day
         and error_code = any(${NOT_DELIVERED}::int[])) as day_not_delivered,
      (select count(*) from messages, bounds
         where arrived_at > week and arrived_at < ${now}::timestamptz - interval '1 day') as readable,
      (select count(*) from messages, bounds
         where arrived_at > week and arrived_at < ${now}::timestamptz - interval '1 day' and read_at is not null) as readable_read`;
  const [row] = rows;
  const number = (value: bigint | undefined) => Number(value ?? 0);
  const notDelivered = number(row?.day_not_delivered);
  return {
    day: {
      people: number(row?.day_people),
      optedOut: number(row?.day_opted_out),
      tried: number(row?.day_delivered) + notDelivered,
      notDelivered,
    },
    week: { people: number(row?.week_people), optedOut: number(row?.week_opted_out) },
    readable: { messages: number(row?.readable), read: number(row?.readable_read) },
  };
}
