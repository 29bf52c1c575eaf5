import type { Deps } from "#app/ports/deps.ts";
import { numberById, writeDisconnected } from "./channel.store.server.ts";
import { sealSecret, tokenOf } from "./secrets.ts";

/**
 * Gives a number up (contract 8.5): Meta is asked to send us nothing more, its token and PIN are
 * forgotten, nothing leaves from it. What waits for it goes to the number that is connected next, as
 * long as it is in time.
 * @returns false when there is no such number
 */
export async function disconnectNumber(
  deps: Deps,
  target: { shopId: string; numberId: string },
): Promise<boolean> {
  const { shopId, numberId } = target;
  const number = await deps.db.inShop(shopId, (tx) => numberById(tx, shopId, numberId));
  if (!number || number.status === "disconnected") return false;
  const token = tokenOf(deps, number);
  // First here, so that nothing leaves while Meta answers, or if it does not.
  const gone = { token: sealSecret(deps, shopId, ""), reason: "disconnected_by_merchant" };
  await deps.db.inShop(shopId, (tx) => writeDisconnected(tx, target, gone));
  deps.log.info("whatsapp.disconnected", { shopId, numberId });
  try {
    const path = `${number.wabaId}/subscribed_apps`;
    await deps.whatsapp.call({ method: "DELETE", path, token });
  } catch (error) {
    // A dead token cannot unsubscribe; what still comes in is taken in, and honoured.
    deps.log.warn("whatsapp.unsubscribe_failed", { shopId, message: String(error) });
  }
  return true;
}
