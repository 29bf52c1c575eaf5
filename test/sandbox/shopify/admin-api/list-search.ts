import type { GraphQLResolveInfo } from "graphql";
import type { AdminContext } from "./admin-context.ts";
import {
  checkTerm,
  matches,
  without,
  type SearchFields,
  type SearchPlan,
  type SearchWarning,
} from "./search-match.ts";
import { parseSearch, termsOf, type SearchNode, type Term } from "./search-query.ts";

export type ListSearch<Item> = {
  query?: string | null | undefined;
  fields: SearchFields<Item>;
  /** The items that can match, narrowed by an index where the search allows it. */
  candidates: (node: SearchNode | null) => Item[];
};

/** Applies a list's `query` argument; warnings about ignored terms go to `extensions.search`, as Shopify's do. */
export function searchList<Item>(
  context: AdminContext,
  info: GraphQLResolveInfo,
  search: ListSearch<Item>,
): Item[] {
  const node = parseSearch(search.query ?? "");
  const documented = context.admin.filters.get(`${info.parentType.name}.${info.fieldName}`);
  const plan: SearchPlan<Item> = {
    documented: documented ?? new Map<string, string>(),
    fields: search.fields,
    now: context.store.now(),
  };
  const { ignored, warnings } = judge(plan, termsOf(node));
  if (warnings.length > 0) {
    const path = [String(info.path.key)];
    context.searches.push({ path, query: search.query ?? "", warnings });
  }
  const kept = node && ignored.size > 0 ? without(node, (term) => ignored.has(term)) : node;
  const items = search.candidates(kept);
  return kept ? items.filter((item) => matches(plan, kept, item)) : items;
}

function judge<Item>(plan: SearchPlan<Item>, terms: Term[]) {
  const ignored = new Set<Term>();
  const warnings: SearchWarning[] = [];
  for (const term of terms) {
    const warning = checkTerm(plan, term);
    if (!warning) continue;
    ignored.add(term);
    warnings.push(warning);
  }
  return { ignored, warnings };
}

/** The index keys ("field:value") that cover every match of the search; null when it needs a full scan. */
export function indexKeys(node: SearchNode | null, indexed: Set<string>): string[] | null {
  if (!node || node.kind === "not") return null;
  if (node.kind === "term") {
    if (node.field === null || !indexed.has(node.field) || node.comparator !== ":") return null;
    if (node.value.endsWith("*")) return null;
    return [`${node.field}:${node.value.slice(node.value.lastIndexOf("/") + 1).toLowerCase()}`];
  }
  const parts = node.parts.map((part) => indexKeys(part, indexed));
  if (node.kind === "and") return parts.find((keys) => keys !== null) ?? null;
  return parts.every((keys) => keys !== null) ? parts.flat() : null;
}
