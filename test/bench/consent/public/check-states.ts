import { type ConsentTopic, consentTopics } from "#app/modules/consent/consent.types.ts";
import type { Told } from "./good-requests.ts";
import type { Victims } from "./hostile-requests.ts";
import type { LoadPerson } from "./public-site.ts";

type Owner = Told["site"]["owner"];

/** What was answered and is not so. What got no answer is right either way. */
export interface WrongStates {
  /** people whose topics stand otherwise than every answer has said */
  people: number;
  /** withdrawals that nobody asked for, or that were written down twice */
  withdrawals: number;
  /** ticks that are not in force, or were written down twice */
  ticks: number;
  /** contacts of numbers that nobody ticked for, or whose tick was refused */
  strangers: number;
}

async function wrongPeople(owner: Owner, people: readonly LoadPerson[]): Promise<number> {
  const { rows } = await owner.query<{ contact_id: string; topics: string[] }>(
    `select contact_id, array_agg(topic) filter (where state = 'granted') as topics
     from consent_state where contact_id = any($1) group by contact_id`,
    [people.map(({ contactId }) => contactId)],
  );
  const standing = new Map(rows.map((row) => [row.contact_id, row.topics ?? []]));
  return people.filter(({ contactId, on, perhaps }) => {
    const now = standing.get(contactId) ?? [];
    const isOpen = (topic: ConsentTopic) => on.has(topic) && perhaps.has(topic);
    return consentTopics.some((topic) => on.has(topic) !== now.includes(topic) && !isOpen(topic));
  }).length;
}

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

interface TickRow {
  hash: string;
  topics: number;
  events: number;
}

/** By number what a tick has left. */
async function ticksIn({ site, ticked }: Told): Promise<Map<string, TickRow>> {
  const { owner, deps } = site;
  const phones = new Map(
    [...ticked].map(([phone, { shop }]) => [deps.vault.hash(shop.id, "phone", phone), phone]),
  );
  const { rows } = await owner.query<TickRow>(
    `select i.hash, (select count(*)::int from consent_state s
         where s.contact_id = i.contact_id and s.state = 'granted') as topics,
       (select count(*)::int from consent_event e where e.contact_id = i.contact_id) as events
     from contact_identifier i where i.kind = 'phone' and i.hash = any($1)`,
    [[...phones.keys()]],
  );
  return new Map(rows.map((row) => [phones.get(row.hash) ?? "", row]));
}

async function contactsOf({ site, shops }: Told): Promise<number> {
  const { rows } = await site.owner.query<{ count: number }>(
    "select count(*)::int as count from contact where shop_id = any($1)",
    [shops.map(({ id }) => id)],
  );
  return rows[0]?.count ?? 0;
}

/** How much of what was answered is not so in the database. */
export async function wrongStates(told: Told, victims: Victims): Promise<WrongStates> {
  const { owner } = told.site;
  const all = [...told.people, ...victims];
  const found = await ticksIn(told);
  const wanted = consentTopics.length;
  const ticks = [...told.ticked].filter(([phone, { isAnswered }]) => {
    const row = found.get(phone);
    return row ? row.topics !== wanted || row.events !== wanted : isAnswered;
  }).length;
  return {
    people: await wrongPeople(owner, all),
    withdrawals: await strayWithdrawals(owner, told, victims),
    ticks,
    strangers: Math.abs((await contactsOf(told)) - all.length - found.size),
  };
}
