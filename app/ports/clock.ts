/** Business time. Tokens, signatures and rate limits use real time instead. */
export interface Clock {
  now(): Date;
  /** Moves business time; refused outside the sandbox. */
  setOffset(offsetMs: number): Promise<void>;
  offsetMs(): number;
  /** Reads the stored offset again; a no-op in production. */
  refresh(): Promise<void>;
}
