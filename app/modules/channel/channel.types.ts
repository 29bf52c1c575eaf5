import { z } from "zod";

/**
 * connected: sends · waiting: a merchant's own Meta app, whose webhooks have not reached us yet ·
 * stopped: the merchant or Meta stopped it · broken: must be connected again · disconnected: given up.
 */
export const numberStatuses = [
  "connected",
  "waiting",
  "stopped",
  "broken",
  "disconnected",
] as const;
export const numberStatusSchema = z.enum(numberStatuses);
export type NumberStatus = z.infer<typeof numberStatusSchema>;

/** How hard our own quality brake holds a number's marketing. */
export const brakeLevels = ["normal", "slow", "stop"] as const;
export const brakeLevelSchema = z.enum(brakeLevels);
export type BrakeLevel = z.infer<typeof brakeLevelSchema>;

/** By Meta's signup on our Meta app, or with the merchant's own Meta app. */
export const originSchema = z.enum(["signup", "own_app"]);
export type Origin = z.infer<typeof originSchema>;

/** A shop's WhatsApp number; the token stays sealed until somebody needs it (`tokenOf`). */
export interface NumberRow {
  id: string;
  shopId: string;
  wabaId: string;
  portfolioId: string | null;
  phoneNumberId: string;
  displayPhone: string;
  verifiedName: string;
  token: Uint8Array;
  origin: Origin;
  status: NumberStatus;
  statusReason: string | null;
  pausedUntil: Date | null;
  connectedAt: Date | null;
  webhookSeenAt: Date | null;
  /** GREEN, YELLOW, RED or UNKNOWN (contract 5.5) */
  quality: string;
  /** STANDARD, HIGH or NOT_APPLICABLE (contract 5.2) */
  throughput: string;
  /** WhatsApp found it too fast (130429): until then only `slowFactor` of its rate */
  slowedUntil: Date | null;
  slowFactor: number;
  /** Meta limits its UTILITY messages (131064) until then */
  utilityPausedUntil: Date | null;
  /** of the whole business portfolio: TIER_250 … TIER_UNLIMITED (contract 5.1) */
  messagingLimit: string;
  nameStatus: string;
  health: unknown;
  healthAt: Date | null;
  brake: BrakeLevel;
  brakeCause: string | null;
  brakeSince: Date | null;
  brakeResumedAt: Date | null;
  brakeAcceptedQuality: string | null;
}

export interface NumberWish {
  wabaId: string;
  portfolioId: string | null;
  phoneNumberId: string;
  /** as the merchant knows it, E.164 or with spaces */
  displayPhone: string;
  verifiedName: string;
  token: string;
  throughput?: string;
}
