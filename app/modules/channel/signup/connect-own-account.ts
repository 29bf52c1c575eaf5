import type { Deps } from "#app/ports/deps.ts";
import {
  ConnectError,
  grantedAccount,
  healthNow,
  numberInAccount,
  subscribeApp,
} from "./account-steps.ts";
import { refuseTaken } from "./continue-signup.ts";
import type { OwnAccount } from "./own-account.types.ts";
import type { SignupOutcome } from "./signup.types.ts";
import { writeConnection } from "./write-connection.ts";

/**
 * Connects an account through the merchant's own Meta app, once Meta confirms that token, account and
 * number belong together. It sends only after a signed webhook has come in: else a STOP would not
 * reach us.
 */
export async function connectOwnAccount(
  deps: Deps,
  shopId: string,
  wish: OwnAccount,
): Promise<SignupOutcome> {
  const { token, appSecret } = wish;
  try {
    const wabaId = await grantedAccount(deps, token, { wabaId: wish.wabaId, ownApp: true });
    const named = wish.phoneNumberId;
    const phoneNumberId = await numberInAccount(deps, { wabaId, token, named });
    const account = { shopId, wabaId, phoneNumberId, token };
    await refuseTaken(deps, account);
    await subscribeApp(deps, account);
    const facts = await healthNow(deps, account);
    const written = await writeConnection(deps, {
      ...account,
      facts,
      pin: null,
      origin: "own_app",
      appSecret,
    });
    deps.log.info("whatsapp.connected", { shopId, origin: "own_app" });
    await deps.announce.numberReady(deps, { shopId, ...written });
    return { outcome: "connected", numberId: written.numberId };
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const { problem, detail } = error;
    deps.log.warn("whatsapp.connect_failed", { shopId, problem, detail });
    return { outcome: "failed", problem, detail };
  }
}
