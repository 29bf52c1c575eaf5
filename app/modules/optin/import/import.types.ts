import { z } from "zod";
import { messageTopicSchema } from "#app/modules/consent/consent.types.ts";

/**
 * uploading · ready: whole, its columns are known · checking: a dry run · checked · importing · done ·
 * aborted: by the merchant · failed: the file cannot be read.
 */
export const importStates = [
  "uploading",
  "ready",
  "checking",
  "checked",
  "importing",
  "done",
  "aborted",
  "failed",
] as const;
export const importStateSchema = z.enum(importStates);
export type ImportState = z.infer<typeof importStateSchema>;

/** What a row has to say; all but the last three are proof, and a row without is refused. */
export const requiredFields = ["phone", "agreedAt", "place", "wording", "confirmation"] as const;
export const optionalFields = ["country", "language", "topics"] as const;
export const importFields = [...requiredFields, ...optionalFields] as const;
export type ImportField = (typeof importFields)[number];

/** Which column holds which field, and what counts for all rows. */
export const mappingSchema = z.object({
  columns: z.partialRecord(z.enum(importFields), z.number().int().min(0).max(500)).default({}),
  /** reads numbers without a country code where a row names no country */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  /** how dates with slashes are meant; null: such dates are refused */
  dateOrder: z.enum(["dmy", "mdy"]).nullable().default(null),
  /** what the wording covers, where no column says it */
  topics: z.array(messageTopicSchema).default([]),
});
export type ImportMapping = z.infer<typeof mappingSchema>;

export const rowOutcomes = ["granted", "pending", "known", "refused"] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** Why a row is refused; nobody is ever contacted because of it. */
export const refusedReasons = [
  "phone_missing",
  "phone_invalid",
  "phone_country",
  "phone_rounded",
  "date_missing",
  "date_invalid",
  "date_order",
  "date_future",
  "date_too_old",
  "place_missing",
  "wording_missing",
  "wording_short",
  "wording_not_whatsapp",
  "confirmation_missing",
  "topics_unknown",
  "formula",
  "too_long",
  "too_few_columns",
  "twice_in_file",
  "withdrawn",
  "suppressed",
] as const;
export type RefusedReason = (typeof refusedReasons)[number];

/** Why an accepted row waits for a fresh yes instead of counting. */
export type PendingReason = "unconfirmed" | "stale";

/** Why a file cannot be read at all. */
export const fileProblems = [
  "empty",
  "no_columns",
  "quote_open",
  "not_text",
  "too_many_rows",
] as const;
export type FileProblem = (typeof fileProblems)[number];

/** Bytes of one upload request, and of a whole file: 100,000 rows with their wording fit. */
export const PART_BYTES = 256 * 1024;
export const MOST_PARTS = 480;
export const MOST_ROWS = 500_000;

/** The uploaded list is personal data: it goes when its import ends, and this many days after the upload at the latest. */
export const IMPORT_FILES_LIVE_DAYS = 30;

/** An import as its page shows it. */
export interface ImportShown {
  id: string;
  state: ImportState;
  problem: string | null;
  /** empty once the file is deleted */
  fileName: string;
  header: string[];
  mapping: ImportMapping;
  rows: number;
  granted: number;
  pending: number;
  known: number;
  refused: number;
  reasons: { outcome: string; reason: string; rows: number }[];
  createdAt: string;
  fileDeleted: boolean;
}
