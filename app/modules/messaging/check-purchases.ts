import type { PurchaseAnswer } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs } from "#app/shared/duration.ts";
import { announceNotSent } from "./announce.ts";
import {
  type DueMessage,
  dueUnchecked,
  writeDeferred,
  writePurchaseAnswers,
} from "./claim.store.server.ts";
import { purchaseSkipReasons, type SkipReason } from "./message.types.ts";
import { ASK_SOON_MS } from "./send-policy.rules.ts";

/** An answer counts for 60 s at the claim; it is asked anew a little earlier. */
const ASK_AFTER_MS = 40_000;
/** One question to Shopify serves the next few batches of the number. */
const ASK_AHEAD = 100;

async function ask(deps: Deps, shopId: string, due: DueMessage[]) {
  const checks = due.map((one) => ({
    messageId: one.id,
    kind: one.kind,
    contactId: one.contactId,
    checkoutId: one.checkoutId,
    checkoutToken: one.checkoutToken,
    cartToken: one.cartToken,
    personHashes: one.personHashes,
    since: one.boughtSince ?? one.plannedAt,
  }));
  try {
    return await deps.announce.askPurchases(deps, shopId, checks);
  } catch (error) {
    deps.log.warn("messages.purchases_unknown", {
      shopId,
      count: due.length,
      message: String(error),
    });
    return new Map<string, PurchaseAnswer>();
  }
}

function reasonOf({ bought, isOutdated }: PurchaseAnswer): SkipReason | null {
  if (bought) return purchaseSkipReasons[bought];
  return isOutdated ? "offer_changed" : null;
}

/**
 * Asks Shopify about what is due next from a number, before it is claimed. What was bought ends at
 * once, what is unknown waits, the rest may be claimed for a minute.
 */
export async function checkPurchases(
  deps: Deps,
  number: { shopId: string; numberId: string },
): Promise<void> {
  const { shopId } = number;
  const now = deps.clock.now();
  const batch = { ...number, now, limit: ASK_AHEAD, freshAfter: addMs(now, -ASK_AFTER_MS) };
  const due = await deps.db.inShop(shopId, (tx: Tx) => dueUnchecked(tx, batch));
  if (due.length === 0) return;
  const answers = await ask(deps, shopId, due);
  const known = [...answers].map(([id, answer]) => ({
    id,
    reason: reasonOf(answer),
    checkedAt: answer.checkedAt,
  }));
  const until = addMs(deps.clock.now(), ASK_SOON_MS);
  const unknown = due
    .filter((message) => !answers.has(message.id))
    .map(({ id }) => ({ id, until, reason: "purchase_unknown" as const }));
  await deps.db.inShop(shopId, async (tx) => {
    await writeDeferred(tx, shopId, unknown);
    const written = new Set(await writePurchaseAnswers(tx, shopId, known));
    const reasons = known.flatMap(({ id, reason }): [string, string][] =>
      reason && written.has(id) ? [[id, reason]] : [],
    );
    await announceNotSent(deps, tx, { shopId, rows: due, reasons: new Map(reasons) });
  });
}
