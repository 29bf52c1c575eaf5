import type { Api } from "./host.ts";

const KEY = "wa_optin";

interface Memory {
  readonly checkoutToken: string;
  readonly phone: string;
  /** it may still have to be confirmed on WhatsApp */
  readonly awaits?: boolean;
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
export async function remember(
  api: Api,
  granted: Omit<Memory, "checkoutToken"> | undefined,
): Promise<void> {
  const checkoutToken = api.checkoutToken.value;
  if (!checkoutToken) return;
  try {
    if (granted) await api.storage.write(KEY, { checkoutToken, ...granted });
    else await api.storage.delete(KEY);
  } catch {
    return; // without storage the box is merely drawn unticked again
  }
}

/** The number that this shopper granted earlier in this very checkout; undefined in any other. */
export async function recall(api: Api): Promise<Memory | undefined> {
  const checkoutToken = api.checkoutToken.value;
  if (!checkoutToken) return undefined;
  try {
    const kept = await api.storage.read(KEY);
    return isMemory(kept) && kept.checkoutToken === checkoutToken ? kept : undefined;
  } catch {
    return undefined;
  }
}
