import {
  checkPerson,
  type LedgerEvent,
  ledgerOf,
  type PersonChain,
} from "#app/modules/consent/index.ts";
import { stateAt } from "#app/modules/consent/consent.rules.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import {
  contactRow,
  contactsOfPerson,
  type IdentifierOfPerson,
  identifierHistory,
  mergesOf,
} from "#app/modules/contacts/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { exchangesOf, type Member } from "./exchanges-of.ts";
import { joinSpans } from "./identifier-spans.rules.ts";
import { readActs } from "./read-acts.ts";
import type { ProofChain, ProofReport, ProofStanding } from "./proof.types.ts";

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

/** All contacts that are this person, the one that stands for them first. */
async function personOf(tx: Tx, shopId: string, contactId: string) {
  const { members: ids } = await contactsOfPerson(tx, shopId, contactId);
  const rows = [];
  for (const id of ids) {
    const row = await contactRow(tx, shopId, id);
    if (row) rows.push(row);
  }
  const [root] = rows;
  if (!root) return null;
  const members = rows.map(({ id, erasedAt, dataKey }): Member => ({
    shopId,
    contactId: id,
    dataKey: erasedAt === null ? dataKey : null,
  }));
  return { root, members };
}

async function ofEach<T>(members: Member[], read: (member: Member) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (const member of members) all.push(...(await read(member)));
  return all;
}

function inOrder(events: LedgerEvent[]): LedgerEvent[] {
  return events.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || a.recordedAt.getTime() - b.recordedAt.getTime(),
  );
}

function proofChain(events: readonly LedgerEvent[], chain: PersonChain): ProofChain {
  const unlinked = events.filter(({ id }) => !chain.links.has(id)).map(({ id }) => id);
  return { head: chain.head, checked: chain.links.size, changed: chain.changed, unlinked };
}

export interface ProofOf {
  shopId: string;
  contactId: string;
  /** a past moment whose state is asked for, too */
  at?: Date | null;
}

/**
 * Everything that is known of one person's consent, from the ledger alone (invariant 9); in the caller's
 * transaction, so that no event comes in between. Of contacts that turned out to be one person, all of it. Null
 * for an id that nobody in this shop has. Personal data are in clear: `maskProof` covers them.
 */
export async function proofOf(deps: Deps, tx: Tx, who: ProofOf): Promise<ProofReport | null> {
  const { shopId } = who;
  const person = await personOf(tx, shopId, who.contactId);
  if (person === null) return null;
  const { root, members } = person;
  const ids = members.map(({ contactId }) => contactId);
  const shop = await readShop(tx, shopId);
  const identifiers = joinSpans(await ofEach(members, (one) => identifierHistory(deps, tx, one)));
  const events = inOrder(await ofEach(members, (one) => ledgerOf(deps, tx, one)));
  const names = namesByHash(identifiers);
  const exchanges = await exchangesOf(deps, tx, { shopId, members, names });
  const chain = await checkPerson(tx, shopId, ids);
  const merges = await mergesOf(tx, shopId, ids);
  const now = deps.clock.now();
  const known = { names, exchanges, shopName: shop.name, links: chain.links };
  return {
    shop: { name: shop.name, domain: shop.domain, timeZone: shop.timeZone },
    readAt: now.toISOString(),
    contactId: root.id,
    firstName: firstNameOf(deps, root),
    since: root.createdAt.toISOString(),
    erasedAt: root.erasedAt?.toISOString() ?? null,
    identifiers: identifiers.map((one) => ({
      ...one,
      since: one.since.toISOString(),
      until: one.until?.toISOString() ?? null,
    })),
    standings: standingsAt(events, now, names),
    past: who.at
      ? { at: who.at.toISOString(), standings: standingsAt(events, who.at, names) }
      : null,
    ...readActs(events, known),
    messages: exchanges.messages,
    merges: merges.map(({ kind, contactId, intoId, at, reason }) => {
      return { kind, contactId, intoId, at: at.toISOString(), reason };
    }),
    chain: proofChain(events, chain),
  };
}

function firstNameOf(
  deps: Pick<Deps, "vault">,
  row: NonNullable<Awaited<ReturnType<typeof contactRow>>>,
): string | null {
  if (row.erasedAt !== null || row.firstName === null) return null;
  return deps.vault.openFor(row.dataKey, row.id, row.firstName);
}
