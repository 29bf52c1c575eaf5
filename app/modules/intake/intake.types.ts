import { z } from "zod";

export const intakeSources = ["shopify", "whatsapp"] as const;
export const intakeSourceSchema = z.enum(intakeSources);
export type IntakeSource = z.infer<typeof intakeSourceSchema>;

/**
 * received: acknowledged, waits for its subscribers · processed: all of them are done · ignored:
 * nobody subscribes to its topic · parked: it cannot be processed; a person has to look.
 */
export const intakeStatuses = ["received", "processed", "ignored", "parked"] as const;
export const intakeStatusSchema = z.enum(intakeStatuses);
export type IntakeStatus = z.infer<typeof intakeStatusSchema>;

/** One delivery whose sender has been proven, before it is stored. */
export interface Delivery {
  shopId: string;
  source: IntakeSource;
  /** Shopify's topic ("orders/create") or the WhatsApp change's field ("messages", "statuses") */
  topic: string;
  /** the same on every retry of the same delivery */
  deliveryId: string;
  triggeredAt: Date | null;
  /** what is sealed and kept, as received */
  rawBody: string;
  /** the same as bytes, where they are at hand: sealing text means encoding it anew */
  rawBytes?: Uint8Array;
  /** the body as parsed JSON; undefined when it is none: then it is stored, and parked later */
  body: unknown;
}

/** What a subscriber gets to see of a stored delivery. */
export interface IntakeEvent {
  shopId: string;
  eventId: string;
  source: IntakeSource;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  body: unknown;
}

/** Answered 200 and durable. */
export interface StoredEvent {
  shopId: string;
  eventId: string;
}
