import { z } from "zod";

/** connected: sends · stopped: the merchant or Meta stopped it · broken: must be connected again. */
export const numberStatuses = ["connected", "stopped", "broken"] as const;
export const numberStatusSchema = z.enum(numberStatuses);
export type NumberStatus = z.infer<typeof numberStatusSchema>;

/** A shop's WhatsApp number; the token stays sealed until somebody needs it (`tokenOf`). */
export interface NumberRow {
  id: string;
  shopId: string;
  wabaId: string;
  phoneNumberId: string;
  displayPhone: string;
  verifiedName: string;
  token: Uint8Array;
  status: NumberStatus;
  statusReason: string | null;
  pausedUntil: Date | null;
  quality: string;
  throughput: string;
}

export interface NumberWish {
  wabaId: string;
  portfolioId: string | null;
  phoneNumberId: string;
  /** as the merchant knows it, E.164 or with spaces */
  displayPhone: string;
  verifiedName: string;
  token: string;
  throughput?: "STANDARD" | "HIGH";
}
