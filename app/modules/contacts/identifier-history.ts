import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { identifierRows } from "./identifier-history.store.server.ts";

/** What named a person, from when to when. */
export interface IdentifierOfPerson {
  kind: string;
  hash: string;
  /** null where only a hash is kept: e-mail addresses, and whatever named an erased person */
  value: string | null;
  since: Date;
  until: Date | null;
}

/**
 * Everything that names a person or ever did, the first first.
 * @param who.dataKey null once the person was erased
 */
export async function identifierHistory(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string; dataKey: Uint8Array | null },
): Promise<IdentifierOfPerson[]> {
  const { dataKey, contactId } = who;
  const rows = await identifierRows(tx, who.shopId, contactId);
  return rows.map(({ sealed, kind, hash, since, until }) => {
    const isReadable = sealed !== null && dataKey !== null && dataKey.length > 0;
    const value = isReadable ? deps.vault.openFor(dataKey, contactId, sealed) : null;
    return { kind, hash, value, since, until };
  });
}
