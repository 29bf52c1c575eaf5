/** One event of the ledger as it leaves the shop; instants in ISO 8601, UTC. */
export interface ExportedEvent {
  seq: number;
  eventId: string;
  contactId: string;
  /** the number or user id that the event names; null where only its hash is left */
  identifier: string | null;
  identifierHash: string | null;
  topic: string;
  kind: string;
  source: string;
  at: string;
  recordedAt: string;
  place: string | null;
  checkoutToken: string | null;
  wordingVersion: string | null;
  wordingHash: string | null;
  locale: string | null;
  /** JSON: the words that were shown, IP address, browser, message ids … */
  evidence: string | null;
  /** the person was erased, and this with them */
  evidenceErased: boolean;
  /** SHA-256 in hex: the event's link in the shop's chain */
  hash: string;
}

const COLUMNS = [
  "seq",
  "eventId",
  "contactId",
  "identifier",
  "identifierHash",
  "topic",
  "kind",
  "source",
  "at",
  "recordedAt",
  "place",
  "checkoutToken",
  "wordingVersion",
  "wordingHash",
  "locale",
  "evidence",
  "evidenceErased",
  "hash",
] as const satisfies (keyof ExportedEvent)[];

/** What spreadsheets would run as a formula when a cell begins with it (OWASP, CSV injection). */
const FORMULA = /^\s*[=+\-@]|^[\t\r]/;

/**
 * A cell that every spreadsheet reads as text: quoted, and with an apostrophe before what would be a formula,
 * which a phone number is, too.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The first line, behind the mark by which spreadsheets know UTF-8. */
export function csvHead(): string {
  return `\uFEFF${COLUMNS.join(",")}\r\n`;
}

export function csvLine(event: ExportedEvent): string {
  return `${COLUMNS.map((column) => csvCell(event[column])).join(",")}\r\n`;
}
