import type { Comparator, SearchNode, Term } from "./search-query.ts";

/** What a filter compares with; a list matches when one of its values does. */
type FieldValue = string | number | boolean | Date | null | FieldValue[];
export type SearchFields<Item> = Record<string, (item: Item) => FieldValue>;

export type SearchWarning = { field: string; message: string; code: string };

/** What a list can be searched by: the documented filters with their types, and how the stand-in reads them. */
export type SearchPlan<Item> = {
  documented: Map<string, string>;
  fields: SearchFields<Item>;
  now: Date;
};

/**
 * Takes out what Shopify ignores: filters that do not exist and values of the wrong type, each with a warning.
 * Throws for a filter that Shopify has and the stand-in lacks, so that no test passes by luck.
 */
export function checkTerm<Item>(plan: SearchPlan<Item>, term: Term): SearchWarning | null {
  if (term.field === null) return null;
  const { field } = term;
  const type = plan.documented.get(field);
  if (type === undefined) {
    return { field, message: "Invalid search field for this query.", code: "invalid_field" };
  }
  if (!plan.fields[field]) throw new Error(`The stand-in does not support the filter ${field}`);
  const isWrong =
    (type === "time" && !Number.isFinite(toTime(term.value, plan.now).from)) ||
    (type === "id" && !/^\d+$/.test(idOf(term.value)));
  if (!isWrong) return null;
  return {
    field,
    message: `Input \`${term.value}\` is not a valid ${type}.`,
    code: "invalid_value",
  };
}

/** Does the item match? Ignored terms match nothing and restrict nothing: they are left out of their group. */
export function matches<Item>(plan: SearchPlan<Item>, node: SearchNode, item: Item): boolean {
  switch (node.kind) {
    case "term":
      return matchesTerm(plan, node, item);
    case "not":
      return !matches(plan, node.part, item);
    case "and":
      return node.parts.every((part) => matches(plan, part, item));
    case "or":
      return node.parts.some((part) => matches(plan, part, item));
  }
}

/** The search without the terms that were warned about; null when nothing is left. */
export function without(node: SearchNode, ignored: (term: Term) => boolean): SearchNode | null {
  if (node.kind === "term") return ignored(node) ? null : node;
  if (node.kind === "not") {
    const part = without(node.part, ignored);
    return part && { kind: "not", part };
  }
  const parts = node.parts.flatMap((part) => without(part, ignored) ?? []);
  return parts.length > 0 ? { kind: node.kind, parts } : null;
}

function matchesTerm<Item>(plan: SearchPlan<Item>, term: Term, item: Item): boolean {
  if (term.field === null) {
    const needle = term.value.toLowerCase().replace(/\*$/, "");
    const texts = Object.values(plan.fields).flatMap((read) => read(item));
    return texts.some((text) => typeof text === "string" && text.toLowerCase().includes(needle));
  }
  const value = plan.fields[term.field]?.(item) ?? null;
  const values = Array.isArray(value) ? value : [value];
  return values.some((one) => compare(one, term, plan.now));
}

function compare(value: FieldValue, term: Term, now: Date): boolean {
  if (value instanceof Date) return compareTime(value, term, now);
  if (typeof value === "number") {
    return order(value - Number(idOf(term.value)), term.comparator);
  }
  if (typeof value === "boolean") return String(value) === term.value.toLowerCase();
  if (typeof value !== "string") return false;
  return matchesText(value.toLowerCase(), term.value.toLowerCase());
}

function matchesText(value: string, wanted: string): boolean {
  return wanted.endsWith("*") ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
}

/** "123" of "123" and of "gid://shopify/Order/123". */
function idOf(value: string): string {
  return value.slice(value.lastIndexOf("/") + 1);
}

function compareTime(value: Date, term: Term, now: Date): boolean {
  const { from, to } = toTime(term.value, now);
  const at = value.getTime();
  if (term.comparator === ":") return at >= from && at <= to;
  const isOpenEnded = term.comparator === ":>" || term.comparator === ":<=";
  return order(at - (isOpenEnded ? to : from), term.comparator);
}

function order(difference: number, comparator: Comparator): boolean {
  switch (comparator) {
    case ":":
      return difference === 0;
    case ":<":
      return difference < 0;
    case ":<=":
      return difference <= 0;
    case ":>":
      return difference > 0;
    case ":>=":
      return difference >= 0;
  }
}

/** The span that a time value names: an instant, a whole second, day or year, or "now"; NaN when it is none. */
function toTime(value: string, now: Date): { from: number; to: number } {
  if (value === "now") return { from: now.getTime(), to: now.getTime() };
  const from = Date.parse(value);
  if (/^\d{4}$/.test(value)) return { from, to: Date.UTC(Number(value) + 1, 0) - 1 };
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return { from, to: from + 86_400_000 - 1 };
  return { from, to: /\.\d+/.test(value) ? from : from + 999 };
}
