import { randomUUID } from "node:crypto";
import { activeSuppressions } from "#app/modules/consent/index.ts";
import { releaseReservations } from "#app/modules/costs/index.ts";
import { holdsFor } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { OpenedSend, SendOutcome } from "#app/ports/whatsapp.ts";
import { addMs, msBetween } from "#app/shared/duration.ts";
import type { Claim } from "./claim-batch.ts";
import { beginHandingOver, releaseClaimed } from "./hand-over.store.server.ts";
import { NOT_REACHED_WAIT_MS } from "./landing.rules.ts";
import { recordOutcomes } from "./record-outcomes.ts";
import { withoutRefused } from "./refused-by-database.ts";
import { speaksAgainst } from "./send-policy.rules.ts";
import type { Ready } from "./sort-batch.ts";

/** What was claimed is handed over within this or dropped (invariant 2). */
const CLAIM_HOLDS_MS = 2_000;

/** What became of a claim. */
export interface Handed {
  /** requests that were finished */
  sent: number;
  /** requests that could not be opened in time */
  notReached: number;
}

interface Opening {
  ready: Ready;
  attemptId: string;
  /** null when WhatsApp could not be reached in time */
  send: OpenedSend | null;
}

function requestBody(ready: Ready, attemptId: string): Record<string, unknown> {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: ready.to,
    ...ready.content,
    // The only tie between a status webhook and an attempt whose answer never came (contract 1.1).
    biz_opaque_callback_data: attemptId,
  };
}

async function openAll(deps: Deps, claim: Claim): Promise<Opening[]> {
  const left = CLAIM_HOLDS_MS - msBetween(claim.claimedAt, deps.clock.now());
  const signal = AbortSignal.timeout(Math.min(Math.max(left, 0), CLAIM_HOLDS_MS));
  const { phoneNumberId, token } = claim;
  return Promise.all(
    claim.ready.map(async (ready) => {
      const attemptId = randomUUID();
      const body = requestBody(ready, attemptId);
      const send = await deps.whatsapp.openSend({ phoneNumberId, token, body, signal });
      if ("finish" in send) return { ready, attemptId, send };
      deps.log.warn("messages.not_reached", { messageId: ready.messageId, detail: send.detail });
      return { ready, attemptId, send: null };
    }),
  );
}

/** Messages that an event which came in since the claim holds back, or a new suppression. */
async function heldSince(tx: Tx, shopId: string, openings: Opening[]): Promise<Set<string>> {
  const hashes = [...new Set(openings.flatMap(({ ready }) => ready.hashes))];
  const held = await holdsFor(tx, shopId, hashes);
  const suppressed = await activeSuppressions(tx, shopId, hashes);
  const stopped = openings.filter(({ ready: { hashes: own, purpose } }) =>
    own.some((hash) => held.has(hash) || speaksAgainst(suppressed.get(hash)?.reason, purpose)),
  );
  return new Set(stopped.map(({ ready }) => ready.messageId));
}

/** Writes which requests begin. From its commit on, a crash leaves them `unknown`; before, planned. */
async function begin(
  deps: Deps,
  shopId: string,
  { claim, openings, refused }: { claim: Claim; openings: Opening[]; refused: ReadonlySet<string> },
): Promise<Set<string>> {
  const { claimId } = claim;
  return deps.db.inShop(shopId, async (tx) => {
    const now = deps.clock.now();
    const held = new Set([...(await heldSince(tx, shopId, openings)), ...refused]);
    const attempts = openings.flatMap(({ ready, attemptId, send }) =>
      send && !held.has(ready.messageId)
        ? [{ messageId: ready.messageId, attemptId, consent: consentFor(ready.purpose) }]
        : [],
    );
    const claimedAfter = addMs(now, -CLAIM_HOLDS_MS);
    const begun = await beginHandingOver(tx, { shopId, claimId, claimedAfter, now, attempts });
    const back = openings.filter(({ ready }) => !begun.has(ready.messageId));
    const ids = (of: Opening[]) => of.map(({ ready }) => ready.messageId);
    const opened = ids(back.filter(({ send }) => send !== null));
    const closed = ids(back.filter(({ send }) => send === null));
    const freed = await releaseClaimed(tx, shopId, {
      claimId,
      ids: opened,
      notBefore: now,
      reason: null,
    });
    const later = addMs(now, NOT_REACHED_WAIT_MS);
    const reason = "whatsapp_not_reached";
    freed.push(
      ...(await releaseClaimed(tx, shopId, { claimId, ids: closed, notBefore: later, reason })),
    );
    await releaseReservations(tx, shopId, freed);
    return begun;
  });
}

/** What the person's consent must say when the request begins; null: nothing, it confirms a "no". */
function consentFor(purpose: Ready["purpose"]): "granted" | "pending" | null {
  const needed = {
    marketing: "granted",
    opt_in_confirmation: "pending",
    opt_out_confirmation: null,
    opt_in_answer: "granted",
  } as const;
  return needed[purpose];
}

function abortAll(openings: Opening[]): void {
  for (const { send } of openings) send?.abort();
}

/** A worker that was held up since the rows were written must not go on where it was (invariant 2). */
function finishInTime(deps: Deps, claim: Claim, send: OpenedSend): Promise<SendOutcome> {
  if (msBetween(claim.claimedAt, deps.clock.now()) <= CLAIM_HOLDS_MS) return send.finish();
  send.abort();
  return Promise.resolve({ outcome: "not_sent", detail: "The claim was over" });
}

/**
 * Hands a claim over: every request goes out but for its last byte, then the rows say so, then the
 * last bytes follow. So nothing is accepted whose row does not say `handing_over`, and nothing is
 * `unknown` whose request had not begun (invariant 3).
 * @param answered called when no request is under way any more, and only the results are to be written
 */
export async function handOver(
  deps: Deps,
  shopId: string,
  claim: Claim,
  answered: () => void,
): Promise<Handed> {
  const openings = await openAll(deps, claim);
  let begun: Set<string>;
  try {
    begun = await withoutRefused(deps, shopId, (refused) =>
      begin(deps, shopId, { claim, openings, refused }),
    );
  } catch (error) {
    abortAll(openings);
    throw error;
  }
  abortAll(openings.filter(({ ready }) => !begun.has(ready.messageId)));
  const going = openings.flatMap(({ ready, attemptId, send }) =>
    send && begun.has(ready.messageId) ? [{ messageId: ready.messageId, attemptId, send }] : [],
  );
  const results = await Promise.all(
    going.map(async ({ send, ...one }) => ({
      ...one,
      outcome: await finishInTime(deps, claim, send),
    })),
  );
  answered();
  if (results.length > 0) await recordOutcomes(deps, shopId, results);
  const notReached = openings.filter(({ send }) => send === null).length;
  return { sent: results.length, notReached };
}
