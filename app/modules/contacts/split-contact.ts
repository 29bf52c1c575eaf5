import { randomUUID } from "node:crypto";
import { holdsFor } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  contactsStandingFor,
  identifiersOf,
  insertFormerIdentifiers,
  retireIdentifiers,
} from "./contacts.store.server.ts";
import type { SplitReason } from "./identity.rules.ts";
import { identifiersFor, moveIdentifiers, type Owner } from "./merge-contacts.ts";
import {
  type MergeRow,
  mergesOf,
  insertMerge,
  lockPersons,
  writePerson,
} from "./persons.store.server.ts";
import { branchOf, openMergeOf } from "./merge-tree.rules.ts";

export interface SplitWish {
  shopId: string;
  /** the contact that was joined to another one, and is to be a person of its own again */
  contactId: string;
  reason: SplitReason;
  decidedBy: "rule" | "merchant";
  staffId: string | null;
}

/**
 * Undoes a merge that was wrong. The contact gets back what came along from it, as far as the person still
 * has it; what was found out since stays where it is. A no that was said while they were one counts for
 * both: nobody knows whose it was. A yes counts only for who has its number.
 * @returns false when the contact is not joined to anybody, and while a webhook about the person waits to be
 *   read: it may be a no that was said while they were one
 */
export async function splitContact(deps: Deps, tx: Tx, wish: SplitWish): Promise<boolean> {
  const { shopId, contactId, reason, decidedBy, staffId } = wish;
  const [person] = await lockPersons(tx, shopId, [contactId]);
  if (!person || person.id === contactId) return false;
  const history = await mergesOf(tx, shopId, person.members);
  const merge = openMergeOf(history, contactId);
  if (!merge) return false;
  const own = await identifiersOf(tx, shopId, [person.id]);
  const names = own.map(({ hash }) => hash);
  if ((await holdsFor(tx, shopId, names)).size > 0) return false;
  const at = deps.clock.now();
  const leaving = branchOf(history, contactId);
  const staying = person.members.filter((id) => !leaving.includes(id));
  const fromRow = (await contactsStandingFor(tx, shopId, [person.id])).get(person.id);
  await writePerson(tx, shopId, { id: contactId, members: leaving });
  await writePerson(tx, shopId, { id: person.id, members: staying });
  const toRow = (await contactsStandingFor(tx, shopId, [contactId])).get(contactId);
  const back = hashesOfBranch(history, leaving);
  const hashes =
    fromRow && toRow
      ? await moveIdentifiers(deps, tx, { from: fromRow, to: toRow, hashes: back })
      : [];
  if (fromRow && toRow) await shareUserIds(deps, tx, { from: fromRow, to: toRow, since: merge.at });
  await deps.announce.split(deps, tx, {
    shopId,
    from: { id: person.id, members: staying },
    out: { id: contactId, members: leaving },
    hashes,
    moved: merge.moved,
    since: merge.at,
    isUnclear: own.some(({ since }) => since >= merge.at),
    at,
  });
  const row: MergeRow = {
    id: randomUUID(),
    kind: "split",
    contactId,
    intoId: person.id,
    at,
    reason,
    decidedBy,
    staffId,
    undoes: merge.id,
    moved: { ...merge.moved, hashes },
  };
  await insertMerge(tx, shopId, row);
  deps.log.info("contacts.split", { shopId, contactId, intoId: person.id, reason });
  return true;
}

/** A user id that was met since the merge: nobody knows whose, so a no under it is both's, until WhatsApp says. */
async function shareUserIds(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  of: { from: Owner; to: Owner; since: Date },
): Promise<void> {
  const { from, to, since } = of;
  const own = await identifiersOf(tx, from.shopId, [from.id]);
  const met = own.filter((row) => row.kind === "bsuid" && row.since >= since);
  const until = deps.clock.now();
  const rows = identifiersFor(deps, met, { from, to });
  await insertFormerIdentifiers(tx, from.shopId, { rows, until });
  const hashes = met.map(({ hash }) => hash);
  await retireIdentifiers(tx, from.shopId, { contactId: from.id, hashes, at: until });
}

/** What any contact of the branch brought along when it was joined. */
function hashesOfBranch(history: MergeRow[], branch: string[]): string[] {
  const merges = history.filter(
    ({ kind, contactId }) => kind === "merge" && branch.includes(contactId),
  );
  return [...new Set(merges.flatMap(({ moved }) => moved.hashes))];
}
