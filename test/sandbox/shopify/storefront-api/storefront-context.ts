import type { AdminContext } from "../admin-api/admin-context.ts";
import type { Market } from "./market.ts";

/** What the resolvers of one Storefront request work with; `admin` is the Storefront schema here. */
export type StorefrontContext = Pick<
  AdminContext,
  "store" | "data" | "admin" | "scopes" | "unsupported"
> & { market: Market };
