import type { ConsentStanding, ConsentTopic } from "#app/modules/consent/consent.types.ts";
import type { ProvenRow } from "./import-row.rules.ts";
import type { RowOutcome } from "./import.types.ts";

export interface PersonFacts {
  /** hashes of the row's number */
  hashes: readonly string[];
  standings: ReadonlyMap<ConsentTopic, Pick<ConsentStanding, "state" | "identifierHash">>;
  isSuppressed: boolean;
  /** an earlier row of the same file names the number */
  isNamedBefore: boolean;
}

/**
 * What a proven row means for a person as they stand here. No list lifts a "no": whoever withdrew, or is
 * suppressed for any reason, is passed over, and only their own act brings them back.
 */
export function judgeStanding(
  row: Pick<ProvenRow, "topics" | "waits">,
  person: PersonFacts,
): { outcome: RowOutcome; reason: string | null } {
  const { standings, hashes } = person;
  if (person.isNamedBefore) return { outcome: "refused", reason: "twice_in_file" };
  const own = row.topics.map((topic) => standings.get(topic));
  const all = [...standings.values()];
  if (all.some(({ state }) => state === "withdrawn")) {
    return { outcome: "refused", reason: "withdrawn" };
  }
  if (person.isSuppressed) return { outcome: "refused", reason: "suppressed" };
  const counts = own.every(
    (one) => one?.state === "granted" && hashes.includes(one.identifierHash ?? ""),
  );
  const waits = own.every((one) => one?.state === "granted" || one?.state === "pending");
  if (counts || (waits && row.waits !== null)) return { outcome: "known", reason: null };
  return row.waits === null
    ? { outcome: "granted", reason: null }
    : { outcome: "pending", reason: row.waits };
}
