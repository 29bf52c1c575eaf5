/** The topic of changes that carry statuses and nothing else: most of what WhatsApp sends. */
export const STATUSES = "statuses";

/** What stands around the statuses of a change (contract 3.5). `contacts` only repeats whom they are about. */
const BESIDE_STATUSES: ReadonlySet<string> = new Set([
  "messaging_product",
  "metadata",
  "contacts",
  "statuses",
]);

function hasOnlyStatuses(value: unknown): value is { statuses: unknown[] } {
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

/** Meta puts up to 1,000 into a change (contract 3.3): in parts of this size no event takes long. */
const MOST_STATUSES = 100;

/** A change in parts of a bounded size, the same ones whenever it comes again. All others are one part. */
export function partsOfChange(field: string, value: unknown): unknown[] {
  if (topicOfChange(field, value) !== STATUSES || !hasOnlyStatuses(value)) return [value];
  const { statuses } = value;
  if (statuses.length <= MOST_STATUSES) return [value];
  const parts: unknown[] = [];
  for (let from = 0; from < statuses.length; from += MOST_STATUSES) {
    parts.push({ ...value, statuses: statuses.slice(from, from + MOST_STATUSES) });
  }
  return parts;
}
