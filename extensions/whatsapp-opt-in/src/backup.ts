import type { Api } from "./host.ts";
import type { OptInBody } from "./opt-in-request.ts";

const KEY = "wa_optin";

/**
 * Leaves the choice in a cart metafield, from where it reaches the order if the request did not
 * arrive. Only a backup: thank-you pages cannot write, accelerated checkouts refuse, and both are fine.
 */
export async function backUp(api: Api, body: OptInBody): Promise<boolean> {
  if (!("applyMetafieldChange" in api)) return false;
  if (!api.instructions.value.metafields.canSetCartMetafields) return false;
  const metafield = { namespace: "$app", key: KEY, type: "json", value: JSON.stringify(body) };
  try {
    const change = await api.applyMetafieldChange({ type: "updateCartMetafield", metafield });
    return change.type === "success";
  } catch {
    return false;
  }
}
