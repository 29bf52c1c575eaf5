import type { Tx } from "#app/ports/db.ts";
import { openMergeOf } from "./merge-tree.rules.ts";
import { contactsOfPerson, type MergeRow, mergesOf } from "./persons.store.server.ts";

/** The merges that stand in a person, the latest first: each can be undone. */
export async function joinedTo(tx: Tx, shopId: string, contactId: string): Promise<MergeRow[]> {
  const { id, members } = await contactsOfPerson(tx, shopId, contactId);
  const history = await mergesOf(tx, shopId, members);
  const joined = members.filter((member) => member !== id);
  return joined
    .flatMap((member) => openMergeOf(history, member) ?? [])
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
}
