/**
 * Trims a webhook body to a subscription's `include_fields` (contract 2.3). A path may go into objects and
 * lists: "customer.id", "line_items.title", "variants[0].id" is not supported. Unknown fields are left out.
 */
export function trimToFields(payload: object, fields: string[]): object {
  const tree = new Map<string, string[]>();
  for (const field of fields) {
    const [head = "", ...rest] = field.split(".");
    const below = tree.get(head) ?? [];
    tree.set(head, rest.length > 0 ? [...below, rest.join(".")] : below);
    if (rest.length === 0) tree.set(head, [WHOLE]);
  }
  const entries: Array<[string, unknown]> = Object.entries(payload);
  const kept = entries.flatMap(([key, value]): Array<[string, unknown]> => {
    const below = tree.get(key);
    return below ? [[key, below.includes(WHOLE) ? value : trimValue(value, below)]] : [];
  });
  return Object.fromEntries<unknown>(kept);
}

/** Marks a field that was asked for without a path below it. */
const WHOLE = "*";

function trimValue(value: unknown, fields: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => trimValue(item, fields));
  return typeof value === "object" && value !== null ? trimToFields(value, fields) : value;
}
