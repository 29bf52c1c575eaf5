/** Anything JSON.parse may hand us, before somebody looked at it. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a string, else null: an empty string stays an empty string. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The objects of an array; null when it is no array or holds anything else. */
export function objectsOrNull(value: unknown): JsonObject[] | null {
  if (!Array.isArray(value)) return null;
  const items: unknown[] = value;
  return items.every(isObject) ? items : null;
}

/** Parses JSON without throwing: undefined stands for "not JSON". */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Characters as people count them (code points), not UTF-16 units. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
