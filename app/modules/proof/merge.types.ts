import { z } from "zod";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import type { ProofIdentifier, ProofStanding } from "./proof.types.ts";

/** One of two records that may be one person: enough to tell, identifiers covered. */
export interface MergeSide {
  contactId: string;
  firstName: string | null;
  since: string;
  /** what names them today */
  identifiers: ProofIdentifier[];
  standings: ProofStanding[];
}

/** A record that may be the same person, and what joining it would end. */
export interface MergeCandidate extends MergeSide {
  ends: ConsentTopic[];
}

export type MergeSearch =
  | { outcome: "unreadable" | "nobody" | "same" }
  | { outcome: "found"; own: MergeSide; candidates: MergeCandidate[] };

/** A record that was joined to this person and can be taken out again. */
export interface JoinedRecord {
  contactId: string;
  at: string;
  reason: string;
  /** what it brought along, covered */
  identifiers: ProofIdentifier[];
}

export const mergeFormSchema = z.union([
  z.object({ text: z.string().min(1).max(200) }),
  z.object({ other: z.uuid() }),
]);
