import type { Deps } from "#app/ports/deps.ts";
import { ownAppOf, writeWebhookSeen } from "./app-secret.store.server.ts";
import { openSecret } from "./secrets.ts";

export interface ConnectionSecret {
  shopId: string;
  /** the account whose webhooks may come in there */
  wabaId: string;
  /** of the merchant's own Meta app; null when ours signs */
  secret: string | null;
  /** what Meta must name before it sends there (contract 3.1); null: ours */
  verifyToken: string | null;
  /** No signed webhook of messages has come in yet: sends are blocked until one has. */
  awaitsWebhook: boolean;
}

/**
 * Whose webhooks come in at `/webhooks/whatsapp/:connection`, and what signs them. Null when there is
 * no such connection. One that was given up still answers: a late STOP counts.
 */
export async function connectionSecret(
  deps: Pick<Deps, "db" | "vault">,
  connectionId: string,
): Promise<ConnectionSecret | null> {
  const found = await deps.db.crossShop.shopByConnection(connectionId);
  if (!found) return null;
  const { shopId, numberId } = found;
  const app = await deps.db.inShop(shopId, (tx) => ownAppOf(tx, shopId, numberId));
  if (!app) return null;
  const open = (sealed: Uint8Array | null) => (sealed ? openSecret(deps, shopId, sealed) : null);
  return {
    shopId,
    wabaId: app.wabaId,
    secret: open(app.appSecret),
    verifyToken: open(app.verifyToken),
    awaitsWebhook: app.status === "waiting",
  };
}

/**
 * A signed webhook of messages has come in for a connection: a STOP reaches us, so its number may send
 * from now on.
 */
export async function confirmConnection(
  deps: Deps,
  connection: { shopId: string; numberId: string },
): Promise<void> {
  const at = deps.clock.now();
  const waited = await deps.db.inShop(connection.shopId, (tx) =>
    writeWebhookSeen(tx, connection, at),
  );
  if (!waited) return;
  deps.log.info("whatsapp.webhook_confirmed", { shopId: connection.shopId });
  await deps.announce.numberReady(deps, connection);
}
