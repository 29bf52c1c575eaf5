import type { Deps } from "#app/ports/deps.ts";
import { proofOf } from "./proof-of.ts";
import type { ProofReport } from "./proof.types.ts";

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The proof of one person of this shop; null where the id names nobody, as in an address that was cut. */
export async function readProof(
  deps: Deps,
  who: { shopId: string; contactId: string },
): Promise<ProofReport | null> {
  if (!ID.test(who.contactId)) return null;
  return deps.db.inShop(who.shopId, (tx) => proofOf(deps, tx, who));
}
