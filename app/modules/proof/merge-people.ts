import { lostByMerging } from "#app/modules/consent/index.ts";
import { findContactById, mergeContacts, noteAccess } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskProof } from "./mask-proof.rules.ts";
import type { MergeCandidate, MergeSearch, MergeSide } from "./merge.types.ts";
import { personsNamed } from "./persons-named.ts";
import { proofOf } from "./proof-of.ts";

/** Somebody at the shop, and whose page they are on. */
export interface PersonAsked {
  shopId: string;
  staffId: string;
  contactId: string;
}

/** More than this many records behind one name are nobody's double. */
const MOST_SHOWN = 5;

async function sideOf(deps: Deps, tx: Tx, asked: PersonAsked): Promise<MergeSide | null> {
  const report = await proofOf(deps, tx, asked);
  if (report === null || report.erasedAt !== null) return null;
  const { contactId, firstName, since, identifiers, standings } = maskProof(report);
  const today = identifiers.filter(({ until }) => until === null);
  return { contactId, firstName, since, identifiers: today, standings };
}

async function candidateOf(
  deps: Deps,
  tx: Tx,
  asked: PersonAsked,
  otherId: string,
): Promise<MergeCandidate[]> {
  const { shopId, contactId } = asked;
  const side = await sideOf(deps, tx, { ...asked, contactId: otherId });
  if (side === null) return [];
  const look = { action: "viewed", purpose: "contact_page", contactId: side.contactId } as const;
  await noteAccess(deps, tx, { ...asked, ...look });
  const ends = await lostByMerging(deps, tx, { shopId, contactIds: [contactId, otherId] });
  return [{ ...side, ends: [...ends] }];
}

/** Records that may be the same person as this one, by what names or named them, and what joining would end. */
export async function findToMerge(
  deps: Deps,
  asked: PersonAsked,
  text: string,
): Promise<MergeSearch> {
  const { shopId } = asked;
  return deps.db.inShop(shopId, async (tx): Promise<MergeSearch> => {
    const own = await sideOf(deps, tx, asked);
    const named = await personsNamed(deps, tx, shopId, text);
    if (named === null) return { outcome: "unreadable" };
    if (own === null || named.length === 0) return { outcome: "nobody" };
    const others = named.map(({ id }) => id).filter((id) => id !== own.contactId);
    if (others.length === 0) return { outcome: "same" };
    const candidates: MergeCandidate[] = [];
    for (const id of others.slice(0, MOST_SHOWN)) {
      candidates.push(...(await candidateOf(deps, tx, { ...asked, contactId: own.contactId }, id)));
    }
    return { outcome: "found", own, candidates };
  });
}

/** The merchant says that two records are one person. False when one of them is gone, or they are one already. */
export async function mergePeople(
  deps: Deps,
  asked: PersonAsked,
  otherId: string,
): Promise<boolean> {
  const { shopId, staffId, contactId } = asked;
  return deps.db.inShop(shopId, async (tx) => {
    const [one, two] = [
      await findContactById(tx, shopId, contactId),
      await findContactById(tx, shopId, otherId),
    ];
    if (!one || !two || one.id === two.id) return false;
    const wish = { reason: "merchant", decidedBy: "merchant", staffId } as const;
    const id = await mergeContacts(deps, tx, {
      shopId,
      contactIds: [one.id, two.id],
      ...wish,
    });
    if (id === null) return false;
    const deed = { action: "merged", purpose: "contact_page", contactId: id } as const;
    await noteAccess(deps, tx, { shopId, staffId, ...deed });
    return true;
  });
}
