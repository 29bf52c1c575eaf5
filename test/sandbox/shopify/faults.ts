/** What goes wrong on demand; changed by POST /_control/faults. */
export type Faults = {
  /** 503 from the Admin API and the token endpoint. */
  graphqlOutage: boolean;
  /** Every GraphQL request is answered THROTTLED. */
  throttle: boolean;
  /** Wait before every answer of the Admin API and the token endpoint. */
  latencyMs: number;
};

export function noFaults(): Faults {
  return { graphqlOutage: false, throttle: false, latencyMs: 0 };
}
