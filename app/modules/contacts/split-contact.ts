import { randomUUID } from "node:crypto";
import { holdsFor } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { contactsStandingFor, identifiersOf } from "./contacts.store.server.ts";
import type { SplitReason } from "./identity.rules.ts";
import { moveIdentifiers } from "./merge-contacts.ts";
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
  const names = (await identifiersOf(tx, shopId, [person.id])).map(({ hash }) => hash);
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
  const split = {
    shopId,
    from: { id: person.id, members: staying },
    out: { id: contactId, members: leaving },
  };
  await deps.announce.split(deps, tx, {
    ...split,
    hashes,
    moved: merge.moved,
    since: merge.at,
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

/** What any contact of the branch brought along when it was joined. */
function hashesOfBranch(history: MergeRow[], branch: string[]): string[] {
  const merges = history.filter(
    ({ kind, contactId }) => kind === "merge" && branch.includes(contactId),
  );
  return [...new Set(merges.flatMap(({ moved }) => moved.hashes))];
}
