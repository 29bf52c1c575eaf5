import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type ConsentEvent, consentEventSchema } from "./consent.types.ts";
import { ledgerRows } from "./ledger-of.store.server.ts";

const evidenceSchema = z.record(z.string(), z.unknown());
export type Evidence = z.infer<typeof evidenceSchema>;

/** An event with all that was kept beside it. */
export interface LedgerEvent extends ConsentEvent {
  wordingHash: string | null;
  place: string | null;
  checkoutToken: string | null;
  /** null where none was kept, or where it can be read no more */
  evidence: Evidence | null;
  /** the person's key is gone: what was sealed with it is, too */
  evidenceErased: boolean;
}

function openEvidence(
  deps: Pick<Deps, "vault">,
  who: { contactId: string; dataKey: Uint8Array | null },
  sealed: Uint8Array,
): Evidence | null {
  if (who.dataKey === null || who.dataKey.length === 0) return null;
  const json: unknown = JSON.parse(deps.vault.openFor(who.dataKey, who.contactId, sealed));
  return evidenceSchema.parse(json);
}

/**
 * One person's ledger as a judge reads it: in order, evidence opened.
 * @param who.dataKey null once the person was erased: then events stand without their evidence
 */
export async function ledgerOf(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string; dataKey: Uint8Array | null },
): Promise<LedgerEvent[]> {
  const rows = await ledgerRows(tx, who.shopId, who.contactId);
  return rows.map((row) => {
    const evidence = row.evidence === null ? null : openEvidence(deps, who, row.evidence);
    return {
      ...consentEventSchema.parse({ ...row, requestId: row.requestKey }),
      wordingHash: row.wordingHash,
      place: row.place,
      checkoutToken: row.checkoutToken,
      evidence,
      evidenceErased: row.evidence !== null && evidence === null,
    };
  });
}
