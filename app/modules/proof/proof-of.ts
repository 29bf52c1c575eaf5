import { consentStates } from "#app/modules/consent/index.ts";
import { type ConsentState, consentTopics } from "#app/modules/consent/consent.types.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { ProofReport } from "./proof.types.ts";
import { personRow } from "./proof.store.server.ts";

/** Everything that is known of one person's consent; null for an id that nobody in this shop has. */
export async function proofOf(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<ProofReport | null> {
  const { shopId, contactId } = who;
  const row = await personRow(tx, shopId, contactId);
  if (row === null) return null;
  const card = (await readContacts(deps, tx, { shopId, ids: [contactId] })).get(contactId);
  const [phone] = [...(card?.phones.values() ?? [])];
  const states = (await consentStates(tx, shopId, [contactId])).get(contactId);
  return {
    contactId,
    firstName: card?.firstName ?? null,
    phone: phone === undefined ? null : maskPhone(phone),
    erasedAt: row.erasedAt?.toISOString() ?? null,
    standings: consentTopics.map((topic) => {
      const standing = states?.get(topic);
      const state: ConsentState = standing?.state ?? "none";
      return { topic, state, since: standing?.since?.toISOString() ?? null };
    }),
  };
}
