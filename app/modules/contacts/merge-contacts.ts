import { randomUUID } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { laterOf } from "#app/shared/duration.ts";
import {
  contactsStandingFor,
  type IdentifierRow,
  identifiersOf,
  insertIdentifiers,
  retireIdentifiers,
  updateContact,
  writeFirstNames,
} from "./contacts.store.server.ts";
import type { ContactRow } from "./contacts.types.ts";
import { chooseSurvivor, type MergeReason } from "./identity.rules.ts";
import { insertMerge, lockPersons, writePerson } from "./persons.store.server.ts";

export interface MergeWish {
  shopId: string;
  /** two contacts that are one person */
  contactIds: [string, string];
  reason: MergeReason;
  decidedBy: "rule" | "merchant";
  /** who at the shop, where somebody there decided */
  staffId: string | null;
}

export type Owner = Pick<ContactRow, "id" | "shopId" | "dataKey">;

/** The same identifiers as another contact's, each sealed under its new owner's key. */
export function identifiersFor(
  deps: Pick<Deps, "vault">,
  rows: IdentifierRow[],
  of: { from: Owner; to: Owner },
): IdentifierRow[] {
  const { from, to } = of;
  const opened = (sealed: Uint8Array) => deps.vault.openFor(from.dataKey, from.id, sealed);
  return rows.map((row) => ({
    ...row,
    contactId: to.id,
    sealed: row.sealed && deps.vault.sealFor(to.dataKey, to.id, opened(row.sealed)),
  }));
}

/**
 * Lets identifiers name another contact from now on, each sealed under its new owner's key. The old rows
 * stay as history. `hashes`: only these; the others stay where they are.
 * @returns the hashes that moved
 */
export async function moveIdentifiers(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  move: { from: Owner; to: Owner; hashes?: string[] },
): Promise<string[]> {
  const { from, to } = move;
  const now = deps.clock.now();
  const all = await identifiersOf(tx, from.shopId, [from.id]);
  const moving = all.filter(({ hash }) => move.hashes?.includes(hash) ?? true);
  const hashes = moving.map(({ hash }) => hash);
  await retireIdentifiers(tx, from.shopId, { contactId: from.id, hashes, at: now });
  const rows = identifiersFor(deps, moving, { from, to });
  await insertIdentifiers(tx, to.shopId, rows);
  return hashes;
}

function latestOf(mine: Date | null, theirs: Date | null): Date | null {
  return mine && theirs ? laterOf(mine, theirs) : (mine ?? theirs);
}

/** What the one who stays did not know of the person. */
async function fillIn(deps: Deps, tx: Tx, of: { from: ContactRow; to: ContactRow }): Promise<void> {
  const { from, to } = of;
  const locale = to.locale ?? from.locale;
  const country = to.country ?? from.country;
  const lastInboundAt = latestOf(to.lastInboundAt, from.lastInboundAt);
  const lastReplyAt = latestOf(to.lastReplyAt, from.lastReplyAt);
  await updateContact(tx, to.shopId, to.id, {
    ...(locale ? { locale } : {}),
    ...(country ? { country } : {}),
    ...(lastInboundAt ? { lastInboundAt } : {}),
    ...(lastReplyAt ? { lastReplyAt } : {}),
  });
  if (to.firstName !== null || from.firstName === null) return;
  const name = deps.vault.openFor(from.dataKey, from.id, from.firstName);
  const firstName = deps.vault.sealFor(to.dataKey, to.id, name);
  await writeFirstNames(tx, to.shopId, [{ id: to.id, firstName }]);
}

/**
 * Joins two contacts that turned out to be one person. The ledger is not touched: events stay with their
 * contact, and the state is folded over all of them, each yes for its own number; a no of either counts for
 * both. What is planned, begun and found out by either goes on with the one who stays. Written down, so that
 * the proof can tell it and a split can undo it. Locks both persons first, by id, as every writer does.
 * @returns the contact that stands for the person from now on; null when one of them is erased
 */
export async function mergeContacts(deps: Deps, tx: Tx, wish: MergeWish): Promise<string | null> {
  const { shopId, contactIds, reason, decidedBy, staffId } = wish;
  const persons = await lockPersons(tx, shopId, contactIds);
  const [first, second] = persons;
  if (!first) return null;
  if (!second || first.id === second.id) return first.id;
  const rows = await contactsStandingFor(tx, shopId, [first.id, second.id]);
  const [one, two] = [rows.get(first.id), rows.get(second.id)];
  if (!one || !two) return null;
  const [to, from] = chooseSurvivor(one, two) === one.id ? [one, two] : [two, one];
  const [kept, joined] = to.id === first.id ? [first, second] : [second, first];
  const at = deps.clock.now();
  const before = { into: kept, from: joined };
  const hashes = await moveIdentifiers(deps, tx, { from, to });
  await writePerson(tx, shopId, { id: to.id, members: [...kept.members, ...joined.members] });
  await fillIn(deps, tx, { from, to });
  const moved = await deps.announce.merged(deps, tx, { shopId, ...before, at, reason });
  const row = { id: randomUUID(), kind: "merge" as const, undoes: null };
  const who = { contactId: from.id, intoId: to.id, at, reason, decidedBy, staffId };
  await insertMerge(tx, shopId, { ...row, ...who, moved: { ...moved, hashes } });
  deps.log.info("contacts.merged", { shopId, contactId: from.id, intoId: to.id, reason });
  return to.id;
}
