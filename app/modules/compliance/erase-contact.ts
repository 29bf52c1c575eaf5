import { randomUUID } from "node:crypto";
import { skipPlanned } from "#app/modules/messaging/index.ts";
import { isOn } from "#app/modules/consent/consent.rules.ts";
import { standingsOf, withdrawConsent } from "#app/modules/consent/index.ts";
import { stopForPerson } from "#app/modules/checkouts/index.ts";
import { findContactsById } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import {
  closeErasedCheckouts,
  eraseRows,
  hashesOfContacts,
  insertErasure,
  markErased,
  suppressErased,
  withMerged,
} from "./erasure.store.server.ts";
import type { ErasureReason, RowCounts, Wanted } from "./person.types.ts";

/** Shopify delivers up to a day late, WhatsApp up to a week (contracts 2.1 and 3.3): so long what was on its way is looked for again. */
const REPEAT_DAYS = 8;

export interface ErasureWhy {
  reason: ErasureReason;
}

/** Whose word ends the consent of somebody who is erased. */
const SOURCES = {
  customer_redact: "shopify_native",
  merchant: "merchant",
  retention: "system",
} as const;

/** The ledger says why it ends: whoever asks to be forgotten agrees to nothing any more. */
async function endConsent(deps: Deps, tx: Tx, wanted: Wanted, why: ErasureWhy): Promise<void> {
  const { shopId } = wanted;
  const at = deps.clock.now();
  for (const contact of await findContactsById(tx, shopId, wanted.contactIds)) {
    const who = { shopId, contactId: contact.id };
    const standings = await standingsOf(tx, who);
    const agreed = [...standings.values()].some(({ state }) => isOn(state));
    if (agreed) {
      await withdrawConsent(
        deps,
        tx,
        { ...who, dataKey: contact.dataKey },
        {
          source: SOURCES[why.reason],
          at,
          identifierHash: null,
          requestKey: `erasure:${contact.id}`,
        },
      );
    }
    await stopForPerson(tx, { ...who, at, reason: "person_erased" });
    await skipPlanned(tx, { ...who, at, reason: "person_erased" });
  }
}

/**
 * Erases persons in one transaction: their own keys go, and with them everything that was sealed under
 * these; what the map calls theirs is deleted or overwritten; what is planned for them ends. The ledger
 * keeps its events, unreadable, and every identifier is suppressed under its keyed hash.
 * @returns what was changed, by table
 */
export async function eraseWithin(
  deps: Deps,
  tx: Tx,
  wanted: Wanted,
  why: ErasureWhy,
): Promise<RowCounts> {
  const { shopId } = wanted;
  const at = deps.clock.now();
  const contactIds = await withMerged(tx, shopId, wanted.contactIds);
  const own = await hashesOfContacts(tx, shopId, contactIds);
  const whole = { ...wanted, contactIds, hashes: [...new Set([...wanted.hashes, ...own])] };
  await closeErasedCheckouts(tx, whole);
  await endConsent(deps, tx, whole, why);
  const erasureId = randomUUID();
  const suppressed = { hashes: whole.hashes, source: SOURCES[why.reason], at, erasureId };
  await suppressErased(tx, shopId, suppressed);
  await markErased(tx, whole, at);
  const rows = await eraseRows(tx, whole);
  await insertErasure(tx, whole, {
    id: erasureId,
    lookupKey: deps.vault.lookupKeyId,
    reason: why.reason,
    at,
    repeatUntil: addDays(at, REPEAT_DAYS),
    rows,
  });
  return rows;
}

/** `eraseWithin` of one contact that our own id names. */
export function eraseContact(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; contactId: string },
  why: ErasureWhy,
): Promise<RowCounts> {
  const { shopId, contactId } = who;
  return eraseWithin(deps, tx, { shopId, contactIds: [contactId], hashes: [], orderIds: [] }, why);
}
