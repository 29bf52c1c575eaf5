import { z } from "zod";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";
import type { CrashSite } from "./crash-site.ts";
import { untilDone } from "../support/until-done.ts";

const deliveriesSchema = z.object({
  deliveries: z.array(
    z.object({
      shop: z.string(),
      topic: z.string(),
      webhookId: z.string(),
      resource: z.string().nullable(),
      status: z.number().nullable(),
      isGivenUp: z.boolean(),
    }),
  ),
});
const sendsSchema = z.object({
  accepted: z.array(z.object({ to: z.string(), callbackData: z.string().nullable() })),
  begun: z.array(z.object({ callbackData: z.string().nullable() })),
});

/** Where the stand-ins' logs stood when the round began. */
export interface Marks {
  shopify: number;
  whatsapp: number;
}

/** What one round came to. The last four are what must be zero. */
export interface Counted {
  acknowledged: number;
  accepted: number;
  skipped: number;
  unknown: number;
  /** acknowledged with 200 and not in our tables */
  unstored: number;
  /** a due message that was neither accepted nor skipped with a reason nor is unknown */
  lost: number;
  /** accepted more than once */
  duplicates: number;
  /** unknown although the stand-in never saw its request begin */
  unexplained: number;
  /** why the skipped were skipped, for the eye */
  reasons: Map<string, number>;
}

interface MessageRow {
  checkout_token: string;
  state: string;
  reason: string | null;
  attempt_id: string | null;
}

/** Checkouts that Shopify was told are stored, and the webhooks by which. */
async function acknowledged(site: CrashSite, since: Marks) {
  const log = deliveriesSchema.parse(await site.shopify(`log?since=${since.shopify}`));
  const ours = log.deliveries.filter(
    (one) => one.shop === DEMO_SHOP && one.topic.startsWith("checkouts/") && one.status === 200,
  );
  const tokens = new Set(ours.flatMap((one) => one.resource ?? []));
  return { tokens, webhookIds: new Set(ours.map((one) => one.webhookId)) };
}

async function unstored(site: CrashSite, webhookIds: Set<string>): Promise<number> {
  const { rows } = await untilDone(() =>
    site.owner.query<{ n: number }>(
      `select count(*)::int as n from unnest($1::text[]) as u(id)
       where not exists (select from intake_event e where e.source = 'shopify' and e.delivery_id = u.id)`,
      [[...webhookIds]],
    ),
  );
  return rows[0]?.n ?? 0;
}

/** Our messages of these checkouts, by checkout; only their states, reasons and attempts count. */
async function messagesOf(
  site: CrashSite,
  tokens: Set<string>,
): Promise<Map<string, MessageRow[]>> {
  const { rows } = await untilDone(() =>
    site.owner.query<MessageRow>(
      `select checkout_token, state, reason, attempt_id::text from message where checkout_token = any($1)`,
      [[...tokens]],
    ),
  );
  return Map.groupBy(rows, (row) => row.checkout_token);
}

type Sends = z.infer<typeof sendsSchema>;

/** WhatsApp's own count of acceptances, by the attempt that each carries. */
function acceptances(sends: Sends): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to } of sends.accepted) counts.set(to, (counts.get(to) ?? 0) + 1);
  return counts;
}

interface Evidence {
  /** acceptances by recipient */
  accepted: Map<string, number>;
  begun: Set<string>;
  phones: Map<string, string>;
  messages: Map<string, MessageRow[]>;
}

function note(counted: Counted, reason: string): void {
  counted.reasons.set(reason, (counted.reasons.get(reason) ?? 0) + 1);
}

function unknownVerdict(counted: Counted, hasBegun: boolean): void {
  counted.unknown += 1;
  if (!hasBegun) counted.unexplained += 1;
  note(counted, hasBegun ? "unknown: begun" : "unknown: never begun");
}

/** A message that WhatsApp never accepted needs one row that says why. */
function unsentVerdict(counted: Counted, begun: Set<string>, rows: MessageRow[]): void {
  const [row] = rows;
  if (!row || rows.length > 1) {
    counted.lost += 1;
    return note(counted, row ? "lost: several rows" : "lost: no row");
  }
  const { state, reason, attempt_id: attemptId } = row;
  if (state === "unknown") return unknownVerdict(counted, begun.has(attemptId ?? ""));
  const isEnded = (state === "skipped" || state === "failed") && reason !== null;
  counted[isEnded ? "skipped" : "lost"] += 1;
  note(counted, `${state}: ${reason ?? "no reason"}`);
}

function verdict(counted: Counted, evidence: Evidence, token: string): void {
  const times = evidence.accepted.get(evidence.phones.get(token) ?? "") ?? 0;
  if (times > 1) counted.duplicates += times - 1;
  if (times > 0) counted.accepted += 1;
  else unsentVerdict(counted, evidence.begun, evidence.messages.get(token) ?? []);
}

/**
 * Counts a round. Who was acknowledged and what was accepted come from the stand-ins' own logs; our
 * tables only say why something was not sent.
 * @param phones each checkout's phone, by token, as the burst made them
 */
export async function countRound(
  site: CrashSite,
  since: Marks,
  phones: Map<string, string>,
): Promise<Counted> {
  const { tokens, webhookIds } = await acknowledged(site, since);
  const sends = sendsSchema.parse(await site.whatsapp(`log?bodies=0&since=${since.whatsapp}`));
  const counted: Counted = {
    acknowledged: tokens.size,
    accepted: 0,
    skipped: 0,
    unknown: 0,
    unstored: await unstored(site, webhookIds),
    lost: 0,
    duplicates: 0,
    unexplained: 0,
    reasons: new Map(),
  };
  const evidence: Evidence = {
    accepted: acceptances(sends),
    begun: new Set(sends.begun.flatMap((one) => one.callbackData ?? [])),
    phones,
    messages: await messagesOf(site, tokens),
  };
  for (const token of tokens) verdict(counted, evidence, token);
  return counted;
}
