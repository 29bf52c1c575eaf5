import { activeSuppressions, consentStates } from "#app/modules/consent/index.ts";
import type { MessagingKit } from "./messaging-kit.ts";
import type { Person } from "./messaging-person.ts";

interface Looked {
  status: string;
  paused_until: Date | null;
  slowed_until: Date | null;
  utility_paused_until: Date | null;
  template: string | null;
  rest_until: Date | null;
  country: string | null;
  purpose: string;
}

const LOOK = `
  select n.status, n.paused_until, n.slowed_until, n.utility_paused_until, t.purpose,
    (select status from template where status <> 'APPROVED' limit 1) as template,
    (select until from person_rest r where r.contact_id = m.contact_id) as rest_until,
    (select country from blocked_country b where b.number_id = n.id) as country
  from message m join whatsapp_number n on n.id = m.number_id join template t on t.id = m.template_id
  where m.id = $1`;

const UNITS = [
  [3_600_000, "h"],
  [60_000, "m"],
  [1_000, "s"],
] as const;

/** A wait as the table writes it: "15m". */
function waitOf(until: Date, now: Date): string {
  const ms = until.getTime() - now.getTime();
  const [size, unit] = UNITS.find(([each]) => ms % each === 0) ?? [1, "ms"];
  return `${ms / size}${unit}`;
}

function numberWords(looked: Looked, now: Date): string {
  const words = [
    looked.status,
    looked.paused_until ? waitOf(looked.paused_until, now) : "",
    looked.slowed_until ? "slow" : "",
    looked.utility_paused_until ? `utility ${waitOf(looked.utility_paused_until, now)}` : "",
  ].filter(Boolean);
  return words.join(" ") === "connected" ? "" : `number ${words.join(" ")}`;
}

async function personWords({ deps, shopId }: MessagingKit, who: Person, rest: string) {
  const { contactId, hash } = who;
  const [suppressed, consent] = await deps.db.inShop(shopId, async (tx) => [
    (await activeSuppressions(tx, shopId, [hash])).get(hash)?.reason ?? "",
    (await consentStates(tx, shopId, [contactId])).get(contactId)?.get("reminders")?.state ?? "",
  ]);
  const words = [suppressed, consent === "granted" ? "" : consent, rest].filter(Boolean);
  return words.length === 0 ? "" : `person ${words.join(" ")}`;
}

/** What is not as it was beside a message, in the words of the table. */
export async function changedBeside(kit: MessagingKit, who: Person, id: string): Promise<string> {
  const now = kit.test.clock.now();
  const { rows } = await kit.test.owner.query<Looked>(LOOK, [id]);
  const [looked] = rows;
  if (!looked) throw new Error(`no message ${id}`);
  const hours = looked.rest_until ? (looked.rest_until.getTime() - now.getTime()) / 3_600_000 : 0;
  return [
    numberWords(looked, now),
    looked.template ? `template ${looked.template}` : "",
    await personWords(kit, who, hours ? `rests ${hours}h` : ""),
    looked.country ? `country ${looked.country}` : "",
    looked.purpose.endsWith("_plain") ? "picture dropped" : "",
  ]
    .filter(Boolean)
    .join(", ");
}
