import { randomUUID } from "node:crypto";
import { numberById, type NumberRow, sendRate, tokenOf } from "#app/modules/channel/index.ts";
import { releaseReservations } from "#app/modules/costs/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs } from "#app/shared/duration.ts";
import { announceNotSent } from "./announce.ts";
import {
  type DueMessage,
  lockDue,
  writeClaimed,
  writeDeferred,
  writeEnded,
} from "./claim.store.server.ts";
import { coverBatch } from "./cover-batch.ts";
import { limitBatch } from "./limit-batch.ts";
import { MOST_PER_CLAIM, paceAfter, tokens } from "./pace.rules.ts";
import { lockClaims, lockPace, writePace } from "./pace.store.server.ts";
import { withoutRefused } from "./refused-by-database.ts";
import { type ClaimCache, loadSendFacts } from "./send-facts.ts";
import { PURCHASE_ANSWER_MAX_AGE_MS, type SendDecision } from "./send-policy.rules.ts";
import { put, type Ready, type Sorted, sortOut } from "./sort-batch.ts";

export interface Claim {
  claimId: string;
  claimedAt: Date;
  phoneNumberId: string;
  token: string;
  ready: Ready[];
}

/** `wait`: the number has sent what it may for now. A claim may be empty when all were skipped or wait. */
export type Claimed =
  | { outcome: "nothing_due" }
  | { outcome: "wait"; ms: number }
  | { outcome: "claimed"; claim: Claim };

interface Target {
  shopId: string;
  numberId: string;
}

interface Asked extends Target {
  most?: number;
}

interface Batch {
  target: Target;
  number: NumberRow | null;
  messages: DueMessage[];
  now: Date;
  cache: ClaimCache;
  /** what the database has refused to claim a moment ago */
  refused: ReadonlySet<string>;
}

/** Takes out of what would be sent what this round of questions decided otherwise. */
function without(sorted: Sorted, decisions: Map<string, SendDecision>): void {
  for (const [id, decision] of decisions) put(sorted, id, decision);
  sorted.ready = sorted.ready.filter(({ message }) => !decisions.has(message.messageId));
}

function refusals(sorted: Sorted, refused: ReadonlySet<string>): Map<string, SendDecision> {
  const ids = sorted.ready.map(({ message }) => message.messageId).filter((id) => refused.has(id));
  return new Map(ids.map((id) => [id, { outcome: "skip", reason: "no_consent" }]));
}

/** Takes out what has no place under the limit, and gives its part of the budget back. */
async function withoutPlaceless(deps: Deps, tx: Tx, batch: Batch, sorted: Sorted): Promise<void> {
  const candidates = sorted.ready.map(({ candidate }) => candidate);
  const placeless = await limitBatch(deps, tx, { now: batch.now, candidates });
  without(sorted, placeless);
  await releaseReservations(tx, batch.target.shopId, [...placeless.keys()]);
}

/**
 * Policy first, then what parallel workers share: the budget, and last the places under the limit, which are
 * taken for good: one whose message is not covered would be lost for a day, to other shops, too.
 */
async function decideBatch(deps: Deps, tx: Tx, batch: Batch): Promise<Sorted> {
  const { now } = batch;
  const { shopId } = batch.target;
  const sorted = sortOut(deps, shopId, {
    candidates: await loadSendFacts(deps, tx, { ...batch, shopId }),
    now,
  });
  without(sorted, refusals(sorted, batch.refused));
  const candidates = sorted.ready.map(({ candidate }) => candidate);
  without(sorted, await coverBatch(tx, { shopId, now, candidates }));
  await withoutPlaceless(deps, tx, batch, sorted);
  return sorted;
}

async function writeSorted(deps: Deps, tx: Tx, batch: Batch, sorted: Sorted): Promise<Claim> {
  const { target, number, messages, now } = batch;
  const { shopId, numberId } = target;
  const claimId = randomUUID();
  const ready = sorted.ready.map(({ message }) => message);
  const rows = ready.map(({ messageId, templateId, price }) => ({
    id: messageId,
    templateId,
    priceMicros: price?.micros ?? null,
    priceCurrency: price?.currency ?? null,
  }));
  await writeEnded(tx, shopId, { rows: sorted.ended, at: now });
  await writeDeferred(tx, shopId, sorted.deferred);
  await writeClaimed(tx, shopId, { claimId, numberId, claimedAt: now, rows });
  const reasons = new Map(sorted.ended.map((one) => [one.id, one.reason]));
  await announceNotSent(deps, tx, { shopId, rows: messages, reasons });
  const token = number && ready.length > 0 ? tokenOf(deps, number) : "";
  const phoneNumberId = number?.phoneNumberId ?? "";
  return { claimId, claimedAt: now, phoneNumberId, token, ready: number ? ready : [] };
}

async function claimOnce(
  deps: Deps,
  asked: Asked,
  { cache, refused }: Pick<Batch, "cache" | "refused">,
): Promise<Claimed> {
  const { shopId, numberId, most = MOST_PER_CLAIM } = asked;
  const target = { shopId, numberId };
  return deps.db.inShop(shopId, async (tx) => {
    await lockClaims(tx, shopId);
    const pace = await lockPace(tx, target);
    const now = deps.clock.now();
    const number = await numberById(tx, shopId, numberId);
    const perSecond = sendRate(number ?? { throughput: "STANDARD", brake: "normal" }, now);
    const room = tokens(pace, perSecond);
    if ("waitMs" in room) return { outcome: "wait", ms: room.waitMs };
    const limit = Math.min(room.take, most);
    const checkedAfter = addMs(now, -PURCHASE_ANSWER_MAX_AGE_MS);
    const messages = await lockDue(tx, { ...target, limit, now, checkedAfter });
    if (messages.length === 0) return { outcome: "nothing_due" };
    const batch = { target, number, messages, now, cache, refused };
    const sorted = await decideBatch(deps, tx, batch);
    const claim = await writeSorted(deps, tx, batch, sorted);
    await writePace(tx, target, paceAfter(pace, claim.ready.length, perSecond));
    return { outcome: "claimed", claim };
  });
}

/**
 * Takes the next due messages of a number, `most` or as many as it may send now: facts, decision and the rows' new
 * state in one transaction, so that consent, purchase and unprocessed events are as of the claim
 * (invariants 1, 2, 4). Claims of one shop run one after the other. What the database
 * itself refuses for want of consent is skipped, and the rest of the batch goes.
 */
export async function claimBatch(deps: Deps, asked: Asked, cache: ClaimCache): Promise<Claimed> {
  return withoutRefused(deps, asked.shopId, (refused) =>
    claimOnce(deps, asked, { cache, refused }),
  );
}
