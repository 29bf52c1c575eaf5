import type { Deps } from "#app/ports/deps.ts";
import { countNative } from "./native.store.server.ts";
import type { NativeCounts } from "./native.types.ts";

/** How far Shopify's own WhatsApp consent is in step with ours. */
export function nativeReport(deps: Deps, shopId: string): Promise<NativeCounts> {
  return deps.db.inShop(shopId, (tx) => countNative(tx, shopId));
}
