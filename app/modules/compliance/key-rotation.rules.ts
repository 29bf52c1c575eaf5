import { dataMap } from "./data-map.rules.ts";
import type { LookupUse, RotationReport, SealedColumn } from "./key-rotation.types.ts";

/** Every column that the process's own keys seal. What a person's key seals rests on the wrapped key alone. */
export function sealedColumns(): SealedColumn[] {
  return dataMap.flatMap(({ table, columns }) =>
    Object.entries(columns).flatMap(([column, { kind, context = "" }]): SealedColumn[] => {
      if (kind === "person_key") return [{ table, column, context: null }];
      return kind === "sealed" ? [{ table, column, context }] : [];
    }),
  );
}

export type MayDrop = { mayDrop: true } | { mayDrop: false; because: string };

/**
 * Whether a key may leave ENCRYPTION_KEYS: it seals nothing any more, and is not the one that seals now.
 * What could not be opened counts as its own: nobody knows under which key it stands.
 */
export function mayDropEncryption(report: RotationReport, key: string, first: string): MayDrop {
  if (key === first) return { mayDrop: false, because: "it seals now: put the new key before it" };
  const rows = report.encryption.find((one) => one.key === key)?.rows ?? 0;
  if (rows === 0) return { mayDrop: true };
  return { mayDrop: false, because: `${rows} values are still sealed under it` };
}

/**
 * Whether a key may leave LOOKUP_KEYS. Hashes cannot be made anew of what we no longer know: an erased
 * person is remembered by the hash alone, and dropping its key would let a re-import write to them again.
 * Hashes of living people stand in the ledger, which nobody changes.
 */
export function mayDropLookup(uses: LookupUse[], key: string, first: string): MayDrop {
  if (key === first) return { mayDrop: false, because: "it hashes now: put the new key before it" };
  const use = uses.find((one) => one.key === key);
  if (!use || use.identifiers + use.erasures === 0) return { mayDrop: true };
  const erased = use.erasures > 0 ? [`${use.erasures} erasures block people under it`] : [];
  const living = use.identifiers > 0 ? [`${use.identifiers} identifiers are found under it`] : [];
  return { mayDrop: false, because: [...erased, ...living].join("; ") };
}
