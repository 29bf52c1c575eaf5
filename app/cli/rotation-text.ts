import { mayDropEncryption, mayDropLookup } from "#app/modules/compliance/key-rotation.rules.ts";
import type { RotationReport } from "#app/modules/compliance/key-rotation.types.ts";
import type { Vault } from "#app/ports/vault.ts";

type Keys = Pick<Vault, "encryptionKeyId" | "encryptionKeyIds" | "lookupKeyId" | "lookupKeyIds">;

interface Verdict {
  key: string;
  mayDrop: boolean;
  line: string;
}

function verdicts(report: RotationReport, keys: Keys): Verdict[] {
  const told = (list: string, key: string, said: { mayDrop: boolean; because?: string }) => {
    const word = said.mayDrop ? "may be dropped" : `stays: ${said.because ?? ""}`;
    return { key, mayDrop: said.mayDrop, line: `  ${list} ${key} ${word}` };
  };
  return [
    ...keys.encryptionKeyIds.map((key) =>
      told("ENCRYPTION_KEYS", key, mayDropEncryption(report, key, keys.encryptionKeyId)),
    ),
    ...keys.lookupKeyIds.map((key) =>
      told("LOOKUP_KEYS", key, mayDropLookup(report.lookup, key, keys.lookupKeyId)),
    ),
  ];
}

function listed(counts: Record<string, number>): string[] {
  return Object.entries(counts).map(([where, count]) => `  ${where}: ${count}`);
}

/**
 * What the command prints. A key is named by the first bytes of its digest, in the order of the settings.
 * @param asked the key that the operator wants to drop, or null
 */
export function rotationText(
  report: RotationReport,
  keys: Keys,
  asked: string | null,
): { text: string; ok: boolean } {
  const all = verdicts(report, keys);
  const sealed = listed(report.resealed);
  const unreadable = listed(report.unreadable);
  const missing = report.lookup.filter(
    ({ key, erasures }) => erasures > 0 && !keys.lookupKeyIds.includes(key),
  );
  const lines = [
    sealed.length === 0 ? "Nothing had to be sealed anew." : "Sealed anew:",
    ...sealed,
    ...(unreadable.length === 0 ? [] : ["No listed key opens:", ...unreadable]),
    ...missing.map(
      ({ key, erasures }) =>
        `LOOKUP_KEYS lacks ${key}: ${erasures} erased people could be written to again. Put it back.`,
    ),
    "Keys, in the order of the settings:",
    ...all.map(({ line }) => line),
  ];
  const verdict = all.find(({ key }) => key === asked);
  if (asked !== null && !verdict) lines.push(`No listed key is called "${asked}".`);
  const ok = missing.length === 0 && (asked === null || verdict?.mayDrop === true);
  return { text: lines.join("\n"), ok };
}
