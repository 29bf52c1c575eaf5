/** One offline token pair of a shop. Times are epoch milliseconds of the real clock: tokens never follow the sandbox clock. */
export type OAuthGrant = {
  shop: string;
  accessToken: string;
  scope: string;
  /** null: a non-expiring token, which the Admin API refuses for public apps. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  /** The refresh token this pair replaced: it works until this pair's own one is used. */
  replaces: string | null;
};
