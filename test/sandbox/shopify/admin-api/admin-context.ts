import type { AdminSchema } from "./admin-schema.ts";
import type { ShopData } from "../shopify.types.ts";
import type { Store } from "../store.ts";
import type { BulkOperations } from "../bulk/bulk.types.ts";
import type { SearchWarning } from "./search-match.ts";

/** What one request's resolvers work with. */
export type AdminContext = {
  store: Store;
  data: ShopData;
  admin: AdminSchema;
  bulk: BulkOperations;
  scopes: Set<string>;
  /** Goes out as `extensions.search`. */
  searches: Array<{ path: string[]; query: string; warnings: SearchWarning[] }>;
  /** Nullable fields that were answered with null because the stand-in does not know them. */
  unsupported: Set<string>;
};

export function gid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`;
}

/** Splits a global id; null for anything that Shopify would call invalid. */
export function parseGid(value: unknown): { type: string; id: number } | null {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)$/.exec(String(value));
  return match ? { type: match[1] ?? "", id: Number(match[2]) } : null;
}
