import { z } from "zod";
import type { SendCrashSite } from "./send-crash-site.ts";

const sendsSchema = z.object({
  accepted: z.array(z.object({ to: z.string() })),
  begun: z.array(z.object({ callbackData: z.string().nullable() })),
});

/** What one round came to. All but the first three must be zero. */
export interface Counted {
  accepted: number;
  unknown: number;
  held_back: number;
  sent_twice: number;
  lost: number;
  over_budget: number;
  without_outcome: number;
  unknown_unexplained: number;
  reasons: Map<string, number>;
}

interface Row {
  id: string;
  state: string;
  reason: string | null;
  attempt_id: string | null;
}

interface Evidence {
  /** acceptances by phone, from the stand-in's log */
  accepted: Map<string, number>;
  begun: Set<string>;
}

const ON_ITS_WAY = new Set(["accepted", "held", "sent", "delivered", "read"]);
const WAITS_FOR_BUDGET = /^budget_/;

/** What WhatsApp accepted must be known here, or be known to be unknown. */
function acceptedVerdict(counted: Counted, row: Row): void {
  const isKnown = ON_ITS_WAY.has(row.state) || row.state === "unknown" || row.state === "failed";
  if (!isKnown) counted.without_outcome += 1;
}

function unsentVerdict(counted: Counted, row: Row, begun: Set<string>): void {
  const { state, reason } = row;
  if (ON_ITS_WAY.has(state)) counted.lost += 1;
  else if (state === "unknown") {
    if (!begun.has(row.attempt_id ?? "")) counted.unknown_unexplained += 1;
  } else if (state === "skipped" || state === "failed") {
    if (reason === null) counted.without_outcome += 1;
  } else if (state === "planned" && WAITS_FOR_BUDGET.test(reason ?? "")) counted.held_back += 1;
  else counted.without_outcome += 1;
}

function verdict(
  counted: Counted,
  evidence: Evidence,
  { row, phone }: { row: Row | undefined; phone: string },
): void {
  const times = evidence.accepted.get(phone) ?? 0;
  counted.sent_twice += Math.max(0, times - 1);
  if (times > 0) counted.accepted += 1;
  if (!row) {
    counted.lost += 1;
    return;
  }
  if (row.state === "unknown") counted.unknown += 1;
  const said = `${row.state} (${row.reason ?? "-"})`;
  counted.reasons.set(said, (counted.reasons.get(said) ?? 0) + 1);
  if (times > 0) acceptedVerdict(counted, row);
  else unsentVerdict(counted, row, evidence.begun);
}

/**
 * Counts a round: what was accepted and begun comes from the stand-in's own log, our tables only say
 * why something was not sent.
 * @param messageIds by person, in the order of the site's people
 */
export async function countRound(
  site: SendCrashSite,
  round: { since: number; messageIds: string[]; covered: number },
): Promise<Counted> {
  const log = sendsSchema.parse(await site.control(`log?bodies=0&since=${round.since}`));
  const accepted = new Map<string, number>();
  for (const { to } of log.accepted) accepted.set(to, (accepted.get(to) ?? 0) + 1);
  const begun = new Set(log.begun.flatMap((one) => one.callbackData ?? []));
  const rows = await site.query<Row>(
    "select id, state, reason, attempt_id from message where id = any($1)",
    [round.messageIds],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const counted: Counted = {
    accepted: 0,
    unknown: 0,
    held_back: 0,
    sent_twice: 0,
    lost: 0,
    over_budget: 0,
    without_outcome: 0,
    unknown_unexplained: 0,
    reasons: new Map(),
  };
  site.people.forEach(({ phone }, at) => {
    const row = byId.get(round.messageIds[at] ?? "");
    verdict(counted, { accepted, begun }, { row, phone });
  });
  const poor = site.people.filter(({ shop }) => shop === site.poor);
  const paid = poor.reduce((sum, { phone }) => sum + (accepted.get(phone) ?? 0), 0);
  counted.over_budget = Math.max(0, paid - round.covered);
  return counted;
}
