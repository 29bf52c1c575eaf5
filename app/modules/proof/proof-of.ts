import { type LedgerEvent, ledgerOf } from "#app/modules/consent/index.ts";
import { stateAt } from "#app/modules/consent/consent.rules.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import {
  contactRow,
  type IdentifierOfPerson,
  identifierHistory,
} from "#app/modules/contacts/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { exchangesOf } from "./exchanges-of.ts";
import { readActs } from "./read-acts.ts";
import type { ProofReport, ProofStanding } from "./proof.types.ts";

function namesByHash(identifiers: readonly IdentifierOfPerson[]): ReadonlyMap<string, string> {
  return new Map(identifiers.flatMap(({ hash, value }) => (value === null ? [] : [[hash, value]])));
}

function standingsAt(
  events: readonly LedgerEvent[],
  instant: Date,
  names: ReadonlyMap<string, string>,
): ProofStanding[] {
  const standings = stateAt(events, instant);
  return consentTopics.map((topic) => {
    const standing = standings.get(topic);
    return {
      topic,
      state: standing?.state ?? "none",
      since: standing?.since?.toISOString() ?? null,
      identifier: names.get(standing?.identifierHash ?? "") ?? null,
    };
  });
}

export interface ProofOf {
  shopId: string;
  contactId: string;
  /** a past moment whose state is asked for, too */
  at?: Date | null;
}

/**
 * Everything that is known of one person's consent, from the ledger alone (invariant 9); in the caller's
 * transaction, so that no event comes in between. Null for an id that nobody in this shop has. Personal data
 * are in clear: `maskProof` covers them.
 */
export async function proofOf(deps: Deps, tx: Tx, who: ProofOf): Promise<ProofReport | null> {
  const { shopId, contactId } = who;
  const contact = await contactRow(tx, shopId, contactId);
  if (contact === null) return null;
  const dataKey = contact.erasedAt === null ? contact.dataKey : null;
  const person = { shopId, contactId, dataKey };
  const shop = await readShop(tx, shopId);
  const identifiers = await identifierHistory(deps, tx, person);
  const events = await ledgerOf(deps, tx, person);
  const names = namesByHash(identifiers);
  const exchanges = await exchangesOf(deps, tx, { ...person, names });
  const now = deps.clock.now();
  return {
    shop: { name: shop.name, domain: shop.domain, timeZone: shop.timeZone },
    readAt: now.toISOString(),
    contactId,
    firstName:
      dataKey && contact.firstName
        ? deps.vault.openFor(dataKey, contactId, contact.firstName)
        : null,
    since: contact.createdAt.toISOString(),
    erasedAt: contact.erasedAt?.toISOString() ?? null,
    identifiers: identifiers.map((one) => ({
      ...one,
      since: one.since.toISOString(),
      until: one.until?.toISOString() ?? null,
    })),
    standings: standingsAt(events, now, names),
    past: who.at
      ? { at: who.at.toISOString(), standings: standingsAt(events, who.at, names) }
      : null,
    ...readActs(events, { names, exchanges, shopName: shop.name }),
    messages: exchanges.messages,
  };
}
