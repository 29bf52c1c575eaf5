import type { Deps } from "#app/ports/deps.ts";
import { appSecretOf } from "./app-secret.store.server.ts";

/**
 * Whose webhooks come in at `/webhooks/whatsapp/:connection`, and what signs them: the secret of the
 * merchant's own Meta app, or null when it is ours. Null when there is no such connection.
 */
export async function connectionSecret(
  deps: Pick<Deps, "db" | "vault">,
  connectionId: string,
): Promise<{ shopId: string; secret: string | null } | null> {
  const found = await deps.db.crossShop.shopByConnection(connectionId);
  if (!found) return null;
  const { shopId, numberId } = found;
  const sealed = await deps.db.inShop(shopId, (tx) => appSecretOf(tx, shopId, numberId));
  const secret = sealed === null ? null : deps.vault.open(sealed, `${shopId}:whatsapp_number`);
  return { shopId, secret };
}
