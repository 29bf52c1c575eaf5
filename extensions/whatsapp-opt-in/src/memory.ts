import type { Api } from "./host.ts";

const KEY = "wa_optin";

interface Memory {
  readonly checkoutToken: string;
  readonly phone: string;
}

function isMemory(value: unknown): value is Memory {
  return (
    typeof value === "object" &&
    value !== null &&
    "checkoutToken" in value &&
    "phone" in value &&
    typeof value.phone === "string"
  );
}

/** Keeps the shopper's own choice for the next step of this checkout, where the box is drawn anew. */
export async function remember(api: Api, phone: string | undefined): Promise<void> {
  const checkoutToken = api.checkoutToken.value;
  if (!checkoutToken) return;
  try {
    if (phone) await api.storage.write(KEY, { checkoutToken, phone });
    else await api.storage.delete(KEY);
  } catch {
    return; // without storage the box is merely drawn unticked again
  }
}

/** The number that this shopper granted earlier in this very checkout; undefined in any other. */
export async function recall(api: Api): Promise<string | undefined> {
  const checkoutToken = api.checkoutToken.value;
  if (!checkoutToken) return undefined;
  try {
    const kept = await api.storage.read(KEY);
    return isMemory(kept) && kept.checkoutToken === checkoutToken ? kept.phone : undefined;
  } catch {
    return undefined;
  }
}
