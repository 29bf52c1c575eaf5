/** What goes wrong on demand; changed by POST /_control/faults. */
export type Faults = {
  /** 503 from the Admin API and the token endpoint. */
  graphqlOutage: boolean;
  /** Every GraphQL request is answered THROTTLED. */
  throttle: boolean;
  /**
   * What the storefront makes of the app proxy: "renamed" (or no longer there) answers 404, "password"
   * hides the shop, "moved" redirects to another domain, "down" cannot reach the app.
   */
  appProxy: "ok" | "renamed" | "password" | "moved" | "down";
  /** Wait before every answer of the Admin API and the token endpoint. */
  latencyMs: number;
};

export function noFaults(): Faults {
  return { graphqlOutage: false, throttle: false, latencyMs: 0, appProxy: "ok" };
}
