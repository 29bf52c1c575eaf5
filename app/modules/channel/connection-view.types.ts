import type { BrakeLevel, NumberStatus, Origin } from "./channel.types.ts";
import type { Health } from "./health/health.types.ts";
import type { ConnectProblem } from "./signup/signup.types.ts";

export interface BrakeView {
  level: BrakeLevel;
  cause: string | null;
  since: string | null;
  /** when it eases by itself at the earliest */
  easesFrom: string | null;
  history: {
    at: string;
    from: BrakeLevel;
    to: BrakeLevel;
    cause: string | null;
    byMerchant: boolean;
  }[];
}

export interface NumberView {
  id: string;
  displayPhone: string;
  verifiedName: string;
  accountName: string;
  origin: Origin;
  /** paused: connected, but resting until `pausedUntil` */
  status: NumberStatus | "paused";
  reason: string | null;
  pausedUntil: string | null;
  connectedAt: string | null;
  healthAt: string | null;
  problems: Health["problems"];
  paymentProblem: boolean;
  quality: string;
  nameStatus: string;
  /** messages a second, as it stands now */
  rate: number;
  /** people in 24 hours, of the whole portfolio; null: no limit */
  limit: { max: number | null; isKnown: boolean; used: number };
  brake: BrakeView;
  /** what a merchant's own Meta app needs; null where ours is used */
  webhook: { callbackUrl: string; verifyToken: string; seenAt: string | null } | null;
}

/** What the WhatsApp page shows. */
export interface ConnectionView {
  number: NumberView | null;
  /** Meta's signup, fresh for a while; null where no Meta app is set up */
  signupUrl: string | null;
  /** the last signup, where it can be gone on with */
  attempt: { problem: ConnectProblem; detail: string | null; asksPin: boolean } | null;
}
