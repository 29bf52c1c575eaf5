import type { Deps } from "#app/ports/deps.ts";
import { countNative, type NativeCounts } from "./native.store.server.ts";

export type { NativeCounts };

/** How far Shopify's own WhatsApp consent is in step with ours. */
export function nativeReport(deps: Deps, shopId: string): Promise<NativeCounts> {
  return deps.db.inShop(shopId, (tx) => countNative(tx, shopId));
}
