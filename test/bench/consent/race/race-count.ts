import { z } from "zod";
import type { SendSite } from "../../send/send-site.ts";
import type { SendPerson } from "../../send/send-people.ts";
import type { Answered } from "./post-stop.ts";

/** What was claimed before a STOP was answered is handed over within this or dropped (invariant 2). */
const CLAIM_HOLDS_MS = 2_000;

const logSchema = z.object({
  accepted: z.array(z.object({ to: z.string(), template: z.string().nullable(), at: z.string() })),
});

export interface Race {
  person: SendPerson;
  messageId: string;
  stop: Answered;
}

interface MessageRow {
  id: string;
  state: string;
  claimed_at: Date | null;
  handed_over_at: Date | null;
}

/** What so many races came to. */
export interface Counted {
  races: number;
  /** the message was at WhatsApp's before the STOP counted */
  sent: number;
  /** it was claimed, and dropped because the STOP came before it left */
  dropped: number;
  /** it was never claimed */
  untouched: number;
  /** how long before an answer the nearest claim had begun */
  nearestMs: number;
  /** claimed after the answer, or handed over when no claim could hold any more */
  afterStop: number;
}

export const NOTHING: Counted = {
  races: 0,
  sent: 0,
  dropped: 0,
  untouched: 0,
  nearestMs: Infinity,
  afterStop: 0,
};

/** When WhatsApp took advertising for each of these people, by its own log. */
async function acceptances(site: SendSite, since: number): Promise<Map<string, number[]>> {
  const log = logSchema.parse(await site.control(`log?bodies=0&since=${since}`));
  const times = new Map<string, number[]>();
  for (const { to, template, at } of log.accepted) {
    if (template !== null) times.set(to, [...(times.get(to) ?? []), Date.parse(at)]);
  }
  return times;
}

function isAfter(row: MessageRow, accepted: number[], { answeredAt }: Answered): boolean {
  const { claimed_at: claimedAt, handed_over_at: handedOverAt } = row;
  const latest = answeredAt + CLAIM_HOLDS_MS;
  if (claimedAt !== null && claimedAt.getTime() > answeredAt) return true;
  if (handedOverAt !== null && handedOverAt.getTime() > latest) return true;
  // Whatever the row says: WhatsApp got it too late, or twice.
  return accepted.length > 1 || accepted.some((at) => at > latest);
}

/** Counts races by the stand-in's log of what it accepted and by our rows' times. */
export async function countRaces(
  site: SendSite,
  since: number,
  races: readonly Race[],
): Promise<Counted> {
  const { rows } = await site.owner.query<MessageRow>(
    "select id, state, claimed_at, handed_over_at from message where id = any($1)",
    [races.map((race) => race.messageId)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const accepted = await acceptances(site, since);
  const counted: Counted = { ...NOTHING, races: races.length };
  for (const { person, messageId, stop } of races) {
    const row = byId.get(messageId);
    if (!row) throw new Error(`Message ${messageId} has no row`);
    const times = accepted.get(person.phone) ?? [];
    const claimedAt = row.claimed_at?.getTime() ?? -Infinity;
    if (times.length > 0) counted.sent += 1;
    else counted[row.claimed_at ? "dropped" : "untouched"] += 1;
    counted.nearestMs = Math.min(counted.nearestMs, stop.answeredAt - claimedAt);
    if (isAfter(row, times, stop)) counted.afterStop += 1;
  }
  return counted;
}
