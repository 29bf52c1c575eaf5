import type { Deps } from "#app/ports/deps.ts";

/** Per minute. Generous for people (a household, a shop's busy hour), tight for scripts. */
const LIMITS = { token: 20, ip: 60, shop: 1200 } as const;

/** The code of the limit that a new opt-in exceeds, or null. Withdrawals and corrections never come here. */
export async function refusedByLimits(
  deps: Deps,
  shopId: string,
  request: { claims: { jti: string }; ip: string },
): Promise<string | null> {
  const take = (bucket: string, max: number) => deps.db.crossShop.takeRate(bucket, 60, max);
  if (!(await take(`optin-token:${shopId}:${request.claims.jti}`, LIMITS.token)))
    return "token_limit";
  if (!(await take(`optin-ip:${request.ip}`, LIMITS.ip))) return "ip_limit";
  if (!(await take(`optin-shop:${shopId}`, LIMITS.shop))) return "shop_limit";
  return null;
}
