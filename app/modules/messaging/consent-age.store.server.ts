import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";

export interface UsageRow {
  contactId: string;
  topic: string;
  since: Date;
  lastYesAt: Date | null;
  lastReachedAt: Date | null;
}

/**
 * Messages that reached somebody, of a topic: one that asks whether consent stays is no use of it. Only the
 * last counts, and a delivery that nobody told us of is none.
 */
const REACHED = Prisma.sql`
  left join lateral (
    select max(coalesce(m.read_at, m.delivered_at)) as last_reached_at from message m
    where m.shop_id = y.shop_id and m.contact_id = y.contact_id and m.topic = y.topic
      and m.state in ('delivered', 'read') and m.kind not in ('consent_renewal', 'double_opt_in', 'opt_out_confirmation', 'opt_in_answer')
  ) r on true`;

const USAGE = Prisma.sql`y.contact_id as "contactId", y.topic, y.since, y.last_yes_at as "lastYesAt",
  r.last_reached_at as "lastReachedAt"`;

/** How the consents of these people that began before `before` were used; younger ones are absent. */
export async function usageOf(
  tx: Tx,
  shopId: string,
  which: { contactIds: string[]; before: Date },
): Promise<UsageRow[]> {
  return tx.$queryRaw<UsageRow[]>`
    select ${USAGE} from consent_yes_current y ${REACHED}
    where y.shop_id = ${shopId}::uuid and y.contact_id = any(${which.contactIds}::uuid[])
      and y.since <= ${which.before}`;
}

export interface AgeBounds {
  stale: Date;
  soon: Date;
}

/** People by the freshest of their message topics. */
export interface AgeCounts {
  fresh: number;
  soonStale: number;
  stale: number;
}

export async function countAges(tx: Tx, shopId: string, bounds: AgeBounds): Promise<AgeCounts> {
  const [row] = await tx.$queryRaw<AgeCounts[]>`
    with young as (
      select distinct contact_id from consent_state
      where shop_id = ${shopId}::uuid and state = 'granted' and topic <> 'tap_tracking'
        and since > ${bounds.soon}
    ), old as (
      select y.contact_id, max(greatest(y.since, y.last_yes_at, r.last_reached_at)) as used_at
      from consent_yes_current y ${REACHED}
      where y.shop_id = ${shopId}::uuid and y.topic <> 'tap_tracking' and y.since <= ${bounds.soon}
        and not exists (select from young where young.contact_id = y.contact_id)
      group by y.contact_id
    )
    select ((select count(*) from young) + count(*) filter (where used_at > ${bounds.soon}))::int as fresh,
      count(*) filter (where used_at <= ${bounds.soon} and used_at > ${bounds.stale})::int as "soonStale",
      count(*) filter (where used_at <= ${bounds.stale})::int as stale
    from old`;
  return row ?? { fresh: 0, soonStale: 0, stale: 0 };
}

export interface RenewalDue {
  contactId: string;
  topic: string;
  identifierHash: string;
  usedAt: Date;
}

/**
 * People with a message topic that goes stale soon and whom nobody has asked since it was last used: one row
 * each, of the topic that goes first. A question that could not leave counts for as long as `askedSince`.
 */
export async function renewalsDue(
  tx: Tx,
  shopId: string,
  which: AgeBounds & { askedSince: Date; limit: number },
): Promise<RenewalDue[]> {
  return tx.$queryRaw<RenewalDue[]>`
    with used as (
      select y.contact_id, y.topic, y.identifier_hash,
        greatest(y.since, y.last_yes_at, r.last_reached_at) as used_at
      from consent_yes_current y ${REACHED}
      where y.shop_id = ${shopId}::uuid and y.topic <> 'tap_tracking' and y.since <= ${which.soon}
        and y.identifier_hash is not null
    )
    select distinct on (u.contact_id) u.contact_id as "contactId", u.topic,
      u.identifier_hash as "identifierHash", u.used_at as "usedAt"
    from used u where u.used_at <= ${which.soon} and u.used_at > ${which.stale}
      and not exists (select from message m where m.shop_id = ${shopId}::uuid
        and m.contact_id = u.contact_id and m.kind = 'consent_renewal' and m.planned_at >= u.used_at
        and (m.state not in ('skipped', 'failed') or m.planned_at > ${which.askedSince}))
    order by u.contact_id, u.used_at, u.topic limit ${which.limit}`;
}

export interface RenewalAsked {
  id: string;
  contactId: string;
  toHash: string;
  wamid: string | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The message of this kind that an answer names, by our id or WhatsApp's. */
export async function messageAnswered(
  tx: Tx,
  shopId: string,
  which: { kind: string } & ({ id: string } | { wamid: string }),
): Promise<RenewalAsked | null> {
  if ("id" in which && !UUID.test(which.id)) return null;
  return tx.message.findFirst({
    where: { shopId, ...which },
    select: { id: true, contactId: true, toHash: true, wamid: true },
  });
}
