import type { Deps } from "#app/ports/deps.ts";
import type { HashKind } from "#app/ports/vault.ts";

/** An identifier of somebody: as it is stored, and what is sealed under it in clear (null: kept as hash only). */
export interface HashedIdentifier {
  kind: string;
  hash: string;
  value(): string | null;
}

const KINDS: Readonly<Record<string, HashKind>> = {
  phone: "phone",
  wa_id: "wa_id",
  bsuid: "bsuid",
  customer: "customer",
};

/**
 * Every hash that names a person: those that are stored, and after a change of LOOKUP_KEYS those under the
 * other keys. A block that was written under an older key names the same person, also one who was erased
 * since and came in anew.
 */
export function hashesOf(
  deps: Pick<Deps, "vault">,
  shopId: string,
  identifiers: readonly HashedIdentifier[],
): string[] {
  const stored = identifiers.map(({ hash }) => hash);
  if (deps.vault.lookupKeyIds.length === 1) return stored;
  const others = identifiers.flatMap(({ kind, value }) => {
    const known = KINDS[kind];
    const text = known === undefined ? null : value();
    return known === undefined || text === null ? [] : deps.vault.hashes(shopId, known, text);
  });
  return [...new Set([...stored, ...others])];
}
