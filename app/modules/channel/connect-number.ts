import type { Deps } from "#app/ports/deps.ts";
import type { Tx } from "#app/ports/db.ts";
import { sealSecret } from "./secrets.ts";
import { upsertNumber } from "./channel.store.server.ts";
import type { NumberWish } from "./channel.types.ts";

export type Connected =
  | { outcome: "connected"; numberId: string; subscribed: boolean }
  | { outcome: "refused"; reason: "account_of_another_shop" };

/** Without a subscription of the account Meta sends us no webhooks (contract 3.3). */
async function subscribe(deps: Deps, wish: NumberWish): Promise<boolean> {
  try {
    const path = `${wish.wabaId}/subscribed_apps`;
    const answer = await deps.whatsapp.call({ method: "POST", path, token: wish.token });
    if (answer.httpStatus === 200) return true;
    deps.log.warn("whatsapp.subscribe_refused", { wabaId: wish.wabaId, status: answer.httpStatus });
  } catch (error) {
    deps.log.warn("whatsapp.subscribe_failed", { wabaId: wish.wabaId, message: String(error) });
  }
  return false;
}

/**
 * Connects a WhatsApp account and its number to a shop with a token that is known to be good, and asks
 * Meta for its webhooks. One account belongs to one shop: a second connection is refused. Merchants
 * come by `completeSignup` or `connectOwnAccount`, which check first.
 */
export async function connectNumber(
  deps: Deps,
  shopId: string,
  wish: NumberWish,
): Promise<Connected> {
  const { token, throughput = "STANDARD", ...rest } = wish;
  const numberId = await deps.db.inShop(shopId, (tx: Tx) =>
    upsertNumber(tx, {
      ...rest,
      shopId,
      throughput,
      token: sealSecret(deps, shopId, token),
      origin: "signup",
      status: "connected",
      statusReason: null,
      connectedAt: deps.clock.now(),
      appSecret: null,
      verifyToken: null,
      webhookSeenAt: null,
      twoStepPin: null,
    }),
  );
  if (numberId === null) return { outcome: "refused", reason: "account_of_another_shop" };
  return { outcome: "connected", numberId, subscribed: await subscribe(deps, wish) };
}
