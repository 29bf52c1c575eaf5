/** The topic of changes that carry statuses and nothing else: most of what WhatsApp sends. */
export const STATUSES = "statuses";

/** What stands around the statuses of a change (contract 3.5). `contacts` only repeats whom they are about. */
const BESIDE_STATUSES: ReadonlySet<string> = new Set([
  "messaging_product",
  "metadata",
  "contacts",
  "statuses",
]);

function hasOnlyStatuses(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("statuses" in value)) return false;
  if (!Array.isArray(value.statuses) || value.statuses.length === 0) return false;
  return Object.keys(value).every((key) => BESIDE_STATUSES.has(key));
}

/**
 * Under which topic a change of a WhatsApp post is stored: its field, but for `messages` that hold only
 * statuses. These come three times as often as we send, and are applied many at once.
 */
export function topicOfChange(field: string, value: unknown): string {
  return field === "messages" && hasOnlyStatuses(value) ? STATUSES : field;
}
