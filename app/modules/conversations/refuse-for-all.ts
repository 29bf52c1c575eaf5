import { withdrawConsent } from "#app/modules/consent/index.ts";
import type { ConsentSource, ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { findContactById, identifierHashes, personsNamedAt } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { identifiersOf, type Sender } from "./sender.rules.ts";

/**
 * A no that came late may name somebody by a number or user id that has moved on since: it is also the no of
 * whoever had the name when it was written. `contactId` has been heard already.
 */
export async function refuseForAll(
  deps: Deps,
  tx: Tx,
  said: {
    shopId: string;
    contactId: string;
    sender: Sender;
    at: Date;
    topic: ConsentTopic | null;
    source: ConsentSource;
    key: string;
  },
): Promise<void> {
  const { shopId, sender, at, topic, source, key } = said;
  const hashes = identifierHashes(deps, shopId, identifiersOf(sender));
  const named = await personsNamedAt(tx, shopId, { hashes, at });
  for (const contactId of named.filter((id) => id !== said.contactId).toSorted()) {
    const contact = await findContactById(tx, shopId, contactId);
    if (!contact) continue;
    const who = { shopId, contactId, dataKey: contact.dataKey };
    const requestKey = `${key}:${contactId}`;
    const wish = { ...(topic === null ? {} : { topic }), source, at, identifierHash: null };
    await withdrawConsent(deps, tx, who, { ...wish, requestKey });
    await deps.announce.optedOut(tx, { shopId, contactId, at, topic });
  }
}
