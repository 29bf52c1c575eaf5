import { consentTopics } from "#app/modules/consent/consent.types.ts";
import type { Told } from "./good-requests.ts";
import type { Victims } from "./hostile-requests.ts";
import type { LoadPerson } from "./public-site.ts";

type Owner = Told["site"]["owner"];

/** People whose topics stand otherwise than every answer has said. */
async function wrongPeople(owner: Owner, people: readonly LoadPerson[]): Promise<number> {
  const { rows } = await owner.query<{ contact_id: string; topics: string[] }>(
    `select contact_id, array_agg(topic) filter (where state = 'granted') as topics
     from consent_state where contact_id = any($1) group by contact_id`,
    [people.map(({ contactId }) => contactId)],
  );
  const standing = new Map(rows.map((row) => [row.contact_id, row.topics ?? []]));
  return people.filter(({ contactId, on }) => {
    const now = standing.get(contactId) ?? [];
    return (
      now.length !== on.size || consentTopics.some((topic) => on.has(topic) !== now.includes(topic))
    );
  }).length;
}

/** Withdrawals that nobody asked for, and those that were written down more than once. */
async function strayWithdrawals(owner: Owner, told: Told, victims: Victims): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select (select count(*) from consent_event where kind = 'withdrawn' and contact_id = any($1))
       + (select count(*) from (select 1 from consent_event
           where kind = 'withdrawn' and topic is not null and contact_id = any($2)
           group by contact_id, topic having count(*) > 1) d) as count`,
    [victims.map(({ contactId }) => contactId), told.people.map(({ contactId }) => contactId)],
  );
  return Number(rows[0]?.count);
}

/** Numbers whose answered tick is not in force, was written twice, or that nobody ticked for. */
async function wrongTicks({ site, shops, granted }: Told, people: number): Promise<number> {
  const { owner, deps } = site;
  const wanted = new Map(
    granted.map(({ shop, phone }) => [deps.vault.hash(shop.id, "phone", phone), phone]),
  );
  const { rows } = await owner.query<{ hash: string; topics: number; events: number }>(
    `select i.hash, (select count(*)::int from consent_state s
         where s.contact_id = i.contact_id and s.state = 'granted') as topics,
       (select count(*)::int from consent_event e where e.contact_id = i.contact_id) as events
     from contact_identifier i where i.kind = 'phone' and i.hash = any($1)`,
    [[...wanted.keys()]],
  );
  const right = rows.filter(
    ({ topics, events }) => topics === consentTopics.length && events === consentTopics.length,
  );
  const { rows: all } = await owner.query<{ count: number }>(
    "select count(*)::int as count from contact where shop_id = any($1)",
    [shops.map(({ id }) => id)],
  );
  const strangers = (all[0]?.count ?? 0) - people - wanted.size;
  return wanted.size - right.length + Math.abs(strangers);
}

/** How much of what was answered is not so in the database. */
export async function wrongStates(told: Told, victims: Victims): Promise<number> {
  const { owner } = told.site;
  const all = [...told.people, ...victims];
  return (
    (await wrongPeople(owner, all)) +
    (await strayWithdrawals(owner, told, victims)) +
    (await wrongTicks(told, all.length))
  );
}
