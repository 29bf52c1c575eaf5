import { noteAccess } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskProof } from "./mask-proof.rules.ts";
import { proofOf } from "./proof-of.ts";
import type { ProofReport } from "./proof.types.ts";

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface ProofReader {
  shopId: string;
  contactId: string;
  /** who at the shop looks: `sessionToken.sub` */
  staffId: string;
  /** a past moment whose state is asked for, too */
  at?: Date | null;
  /** masked: to recognise; clear: to show to others; printed: in a document that leaves the shop */
  as: "masked" | "clear" | "printed";
}

/**
 * The proof of one person for somebody at the shop, whose look is written down. Null where the id names
 * nobody, as in an address that was cut.
 */
export async function readProof(deps: Deps, reader: ProofReader): Promise<ProofReport | null> {
  const { shopId, contactId, staffId, as } = reader;
  if (!ID.test(contactId)) return null;
  return deps.db.inShop(shopId, async (tx) => {
    const report = await proofOf(deps, tx, reader);
    if (report === null) return null;
    const action = as === "printed" ? "proof" : "viewed";
    await noteAccess(deps, tx, { shopId, staffId, action, purpose: "contact_page", contactId });
    return as === "masked" ? maskProof(report) : report;
  });
}
