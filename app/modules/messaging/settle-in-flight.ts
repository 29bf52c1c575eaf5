import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addHours, addMs, SECOND_MS } from "#app/shared/duration.ts";
import { applyLandings } from "./apply-landings.ts";
import { type Landing, landStranded } from "./landing.rules.ts";
import type { MessageNow } from "./landing.types.ts";
import { lockMessages, writeMessages } from "./moves.store.server.ts";
import { UNKNOWN_IS_FINAL_HOURS, unknownIsFinal } from "./reaction.rules.ts";
import { mayTryAgain, planAgain, TRY_AGAIN_AFTER_MS } from "./try-again.rules.ts";

/** A claim holds 2 s; nobody is working on an older one any more. */
const CLAIM_IS_DEAD_MS = 10 * SECOND_MS;
/** WhatsApp is given 30 s to answer, and the answer some time to be written. */
const HAND_OVER_IS_DEAD_MS = 60 * SECOND_MS;
const AT_ONCE = 500;

function isStranded(message: MessageNow, now: Date): boolean {
  if (message.state === "claimed") return true;
  const since = message.handedOverAt ?? now;
  return message.state === "handing_over" && addMs(since, HAND_OVER_IS_DEAD_MS) <= now;
}

async function settleStranded(deps: Deps, tx: Tx, of: { shopId: string; ids: string[] }) {
  const now = deps.clock.now();
  const messages = await lockMessages(tx, of.shopId, { ids: of.ids });
  const landings: Landing[] = messages
    .filter((message) => isStranded(message, now))
    .map((message) => landStranded(message, now));
  await applyLandings(deps, tx, { shopId: of.shopId, landings });
  return landings.length;
}

/** After seven days nobody will tell us any more: the row ends as it is, still counted as sent. */
async function endUnknown(deps: Deps, tx: Tx, of: { shopId: string; ids: string[] }) {
  const now = deps.clock.now();
  const messages = await lockMessages(tx, of.shopId, { ids: of.ids });
  const ended = messages
    .filter((one) => one.state === "unknown" && unknownIsFinal(one.handedOverAt ?? now, now))
    .map((one) => ({ ...one, endedAt: now }));
  await writeMessages(tx, of.shopId, ended);
  return ended.length;
}

/**
 * A confirmation whose fate nobody told us is tried once more: the person waits for it, and getting it
 * twice does no harm. Advertising is never resent (invariant 3).
 */
async function tryAgain(deps: Deps, tx: Tx, of: { shopId: string; ids: string[] }) {
  const now = deps.clock.now();
  const messages = await lockMessages(tx, of.shopId, { ids: of.ids });
  const again = messages.filter((one) => mayTryAgain(one, now)).map((one) => planAgain(one, now));
  await writeMessages(tx, of.shopId, again);
  return again.length;
}

type Found = { shopId: string; messageId: string }[];
type Settle = (deps: Deps, tx: Tx, of: { shopId: string; ids: string[] }) => Promise<number>;

async function perShop(deps: Deps, found: Found, settle: Settle): Promise<number> {
  let settled = 0;
  for (const [shopId, rows] of Map.groupBy(found, (one) => one.shopId)) {
    const ids = rows.map((row) => row.messageId);
    settled += await deps.db.inShop(shopId, (tx) => settle(deps, tx, { shopId, ids }));
  }
  return settled;
}

/**
 * Settles what dead workers left behind. A live one may still be at it: its next step compares the
 * claim, and its answer still counts.
 */
export async function settleInFlight(
  deps: Deps,
): Promise<{ stranded: number; ended: number; again: number }> {
  const now = deps.clock.now();
  const { crossShop } = deps.db;
  const inFlight = await crossShop.messagesInFlight(addMs(now, -CLAIM_IS_DEAD_MS), AT_ONCE);
  const stranded = await perShop(deps, inFlight, settleStranded);
  const finalBefore = addHours(now, -UNKNOWN_IS_FINAL_HOURS);
  const unsettled = await crossShop.messagesUnsettled(finalBefore, AT_ONCE);
  const ended = await perShop(deps, unsettled, endUnknown);
  const asked = await crossShop.messagesToTryAgain(addMs(now, -TRY_AGAIN_AFTER_MS), AT_ONCE);
  const again = await perShop(deps, asked, tryAgain);
  if (stranded + ended + again > 0) deps.log.warn("messages.settled", { stranded, ended, again });
  return { stranded, ended, again };
}
