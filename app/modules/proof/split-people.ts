import {
  contactsOfPerson,
  joinedTo,
  noteAccess,
  splitContact,
} from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskProof } from "./mask-proof.rules.ts";
import type { PersonAsked } from "./merge-people.ts";
import type { JoinedRecord } from "./merge.types.ts";
import { proofOf } from "./proof-of.ts";

/** The records that were joined to this person, the latest first, each with the names it brought along. */
export async function joinedRecords(
  deps: Deps,
  asked: Pick<PersonAsked, "shopId" | "contactId">,
): Promise<JoinedRecord[]> {
  const { shopId, contactId } = asked;
  return deps.db.inShop(shopId, async (tx) => {
    const merges = await joinedTo(tx, shopId, contactId);
    const report = merges.length === 0 ? null : await proofOf(deps, tx, { shopId, contactId });
    if (report === null || report.erasedAt !== null) return [];
    const { identifiers } = maskProof(report);
    return merges.map(({ contactId: joined, at, reason, moved }) => ({
      contactId: joined,
      at: at.toISOString(),
      reason,
      identifiers: identifiers.filter(
        ({ hash, until }) => until === null && moved.hashes.includes(hash),
      ),
    }));
  });
}

/**
 * The merchant takes a record out of this person again. False when it is not part of it, and while something
 * that was written under one of its names waits to be read.
 */
export async function splitPerson(
  deps: Deps,
  asked: PersonAsked,
  joinedId: string,
): Promise<boolean> {
  const { shopId, staffId, contactId } = asked;
  return deps.db.inShop(shopId, async (tx) => {
    const { members } = await contactsOfPerson(tx, shopId, contactId);
    if (!members.includes(joinedId)) return false;
    const wish = { reason: "merchant", decidedBy: "merchant", staffId } as const;
    if (!(await splitContact(deps, tx, { shopId, contactId: joinedId, ...wish }))) return false;
    const deed = { action: "split", purpose: "contact_page", contactId: joinedId } as const;
    await noteAccess(deps, tx, { shopId, staffId, ...deed });
    return true;
  });
}
