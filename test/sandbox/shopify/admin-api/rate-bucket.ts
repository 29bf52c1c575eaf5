/** Points per second by plan (contract 8). */
const RESTORE_RATES: Record<string, number> = {
  Advanced: 200,
  Plus: 1000,
  Enterprise: 2000,
};
const STANDARD_RATE = 100;
/** Twenty seconds' worth, as `throttleStatus` shows it for a standard shop (2000 at 100/s). */
const BUCKET_SECONDS = 20;

export type ThrottleStatus = {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};

/** The leaky bucket of one app and shop. Real time: rate limits never follow the sandbox clock. */
export type RateBucket = {
  /** Reserves the points, or says no and takes nothing. */
  reserve(points: number): boolean;
  refund(points: number): void;
  status(): ThrottleStatus;
};

export function createRateBucket(plan: string, nowMs: () => number = Date.now): RateBucket {
  const restoreRate = RESTORE_RATES[plan] ?? STANDARD_RATE;
  const maximumAvailable = restoreRate * BUCKET_SECONDS;
  let available = maximumAvailable;
  let filledAt = nowMs();

  const refill = () => {
    const at = nowMs();
    available = Math.min(maximumAvailable, available + ((at - filledAt) / 1000) * restoreRate);
    filledAt = at;
  };
  return {
    reserve: (points) => {
      refill();
      if (points > available) return false;
      available -= points;
      return true;
    },
    refund: (points) => {
      available = Math.min(maximumAvailable, available + points);
    },
    status: () => {
      refill();
      return { maximumAvailable, currentlyAvailable: Math.floor(available), restoreRate };
    },
  };
}
