import { sameComponents } from "./ready-made.rules.ts";
import { storedPurpose } from "./purposes.rules.ts";
import { rowState } from "./template-state.rules.ts";
import type { TemplateDefinition, TemplateVersion } from "./template.types.ts";

/**
 * The life of a version: submitted, approved, in use, replaced by a newer one that was approved, deleted
 * at Meta. A live template is never edited in place: it would be out of use until reviewed (contract 4.2).
 */

/** Our own statuses beside Meta's: never taken by Meta, and gone from its list without our doing. */
export const NOT_SUBMITTED = "NOT_SUBMITTED";
export const MISSING = "MISSING";
export const DELETED = "DELETED";

type Key = Pick<TemplateVersion, "purpose" | "language" | "base">;

export const isSameKey = (a: Key, b: Key) =>
  a.purpose === b.purpose && a.language === b.language && a.base === b.base;

function newestFirst<Version extends { version: number }>(rows: readonly Version[]): Version[] {
  return rows.toSorted((a, b) => b.version - a.version);
}

export function keyOf(definition: TemplateDefinition): Key {
  const { purpose, hasPicture, language, base } = definition;
  return { purpose: storedPurpose(purpose, hasPicture), language, base };
}

/**
 * The version to submit, or null when what is there says the same. What Meta rejected is not sent
 * again unchanged, unless the merchant says so.
 */
export function versionToSubmit(
  wanted: TemplateDefinition,
  rows: readonly TemplateVersion[],
  again = false,
): number | null {
  const own = newestFirst(rows.filter((row) => isSameKey(row, keyOf(wanted))));
  const [newest] = own;
  if (!newest) return 1;
  if (newest.status === NOT_SUBMITTED && newest.retiredAt === null) return newest.version;
  const isGone = newest.status === MISSING || newest.retiredAt !== null;
  const isSaid = !isGone && sameComponents(newest.components, wanted.components);
  return isSaid && !again ? null : newest.version + 1;
}

/** So long an old version outlives its successor: messages on their way may still name it. */
const DRAIN_MS = 24 * 3600_000;

function hasSuccessor(
  row: TemplateVersion,
  rows: readonly TemplateVersion[],
  isReady: (newer: TemplateVersion) => boolean,
): boolean {
  return rows.some(
    (other) =>
      isSameKey(other, row) &&
      other.version > row.version &&
      other.retiredAt === null &&
      rowState(other) === "approved" &&
      isReady(other),
  );
}

/**
 * What may be deleted at Meta: versions whose successor is approved, and has been for a day where the
 * old one could still be in use. So a purpose never loses its last approved version.
 */
export function versionsToRetire(rows: readonly TemplateVersion[], now: Date): TemplateVersion[] {
  const drainedBy = now.getTime() - DRAIN_MS;
  return rows.filter((row) => {
    if (row.retiredAt !== null) return false;
    const wasUsed = ["approved", "paused"].includes(rowState(row));
    return hasSuccessor(
      row,
      rows,
      ({ approvedAt }) => !wasUsed || (approvedAt !== null && approvedAt.getTime() <= drainedBy),
    );
  });
}

/** Known to Meta once, and not in its list any more. @param askedAt before the first page was asked for */
export function missingVersions(
  rows: readonly TemplateVersion[],
  listed: readonly { name: string; language: string }[],
  askedAt: Date,
): TemplateVersion[] {
  const there = new Set(listed.map(({ name, language }) => `${name}|${language}`));
  return rows.filter(
    (row) =>
      row.retiredAt === null &&
      ![NOT_SUBMITTED, MISSING, DELETED].includes(row.status) &&
      (row.submittedAt === null || row.submittedAt < askedAt) &&
      !there.has(`${row.name}|${row.language}`),
  );
}

const PAUSES_MS: Readonly<Record<string, number>> = {
  FIRST_PAUSE: 3 * 3600_000,
  SECOND_PAUSE: 6 * 3600_000,
};

/** When a pause should end (contract 4.7); a webhook or the list says when it does. */
export function pauseEndsAt(title: string | null | undefined, since: Date): Date | null {
  const lasts = PAUSES_MS[title?.toUpperCase() ?? ""];
  return lasts === undefined ? null : new Date(since.getTime() + lasts);
}
