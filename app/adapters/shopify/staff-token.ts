/** The claims of a verified session token that tell whose it is (contract 1.3). */
interface TokenClaims {
  iss?: unknown;
  sub?: unknown;
  exp?: unknown;
}

/**
 * Whether Shopify's admin gave out this token, for a member of this shop's staff. The checkout and the account
 * hand every shopper tokens under the same secret and audience, which differ in just this: they name no admin
 * (contract 4.6). Shopify's library looks at neither issuer nor end.
 */
export function isStaffToken(claims: TokenClaims, shop: string): boolean {
  return (
    claims.iss === `https://${shop}/admin` &&
    typeof claims.exp === "number" &&
    typeof claims.sub === "string" &&
    /^\d{1,20}$/.test(claims.sub)
  );
}
