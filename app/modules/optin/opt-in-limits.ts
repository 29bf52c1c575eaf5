import type { Deps } from "#app/ports/deps.ts";
import { addressBlock } from "#app/shared/address-block.ts";
import type { PhoneE164 } from "#app/shared/phone.ts";

/** Per minute. Generous for people (a household, a shop's busy hour), tight for scripts. */
const LIMITS = { token: 20, ip: 60, shop: 1200, untickIp: 30 } as const;
const MINUTE_S = 60;
/** Of one number, in an hour: a person ticks a few times, whoever types somebody's number goes on. */
const NUMBER_LIMIT = 20;
const HOUR_S = 3600;
/** A typing error is mended a few times; a chain of "corrections" is a script that goes from number to number. */
const CORRECTIONS = 10;

/** The code of the limit that a new opt-in exceeds, or null. Withdrawals never come here. */
export async function refusedByLimits(
  deps: Deps,
  shopId: string,
  request: { claims: { jti: string }; ip: string; phone: PhoneE164 },
): Promise<string | null> {
  const number = deps.vault.hash(shopId, "phone", request.phone);
  const limits = [
    ["token_limit", `optin-token:${shopId}:${request.claims.jti}`, LIMITS.token, MINUTE_S],
    ["ip_limit", `optin-ip:${addressBlock(request.ip)}`, LIMITS.ip, MINUTE_S],
    ["shop_limit", `optin-shop:${shopId}`, LIMITS.shop, MINUTE_S],
    ["number_limit", `optin-number:${shopId}:${number}`, NUMBER_LIMIT, HOUR_S],
  ] as const;
  const refusedAt = await deps.db.crossShop.takeRates(
    limits.map(([, bucket, max, windowSeconds]) => ({ bucket, max, windowSeconds })),
  );
  return refusedAt === null ? null : (limits[refusedAt]?.[0] ?? null);
}

/** Whether a correction at this checkout goes past the limits of ticks: the wrong number must not stay in force. */
export async function mayCorrect(
  deps: Deps,
  shopId: string,
  request: { ip: string; checkoutToken: string | null },
): Promise<boolean> {
  const { ip, checkoutToken } = request;
  const ofCheckout = `optin-correct:${shopId}:${checkoutToken}`;
  const ofAddress = `optin-correct-ip:${addressBlock(ip)}`;
  const refusedAt = await deps.db.crossShop.takeRates([
    { bucket: ofCheckout, max: CORRECTIONS, windowSeconds: HOUR_S },
    { bucket: ofAddress, max: LIMITS.ip, windowSeconds: MINUTE_S },
  ]);
  return refusedAt === null;
}

/**
 * A shop's own pages ask for no token, so one address may not take back the consent of number after
 * number. Whoever is refused can still answer STOP, or try again a minute later.
 */
export function mayUntick(deps: Deps, ip: string): Promise<boolean> {
  return deps.db.crossShop.takeRate(
    `optin-untick-ip:${addressBlock(ip)}`,
    MINUTE_S,
    LIMITS.untickIp,
  );
}
