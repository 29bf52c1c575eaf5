import type { Billed } from "#app/modules/costs/charge.types.ts";
import type { MessageState } from "./message.types.ts";

/** A message as it is now, locked until the transaction ends; `land…` gives it as it becomes. */
export interface MessageNow {
  readonly id: string;
  readonly kind: string;
  readonly topic: string;
  readonly contactId: string;
  readonly checkoutId: string | null;
  readonly seriesId: string | null;
  readonly step: number | null;
  readonly numberId: string | null;
  readonly templateId: string | null;
  readonly toHash: string;
  readonly attemptId: string | null;
  readonly attempts: number;
  readonly expiresAt: Date;
  readonly handedOverAt: Date | null;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly notBefore: Date;
  readonly wamid: string | null;
  readonly errorCode: number | null;
  readonly acceptedAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  readonly endedAt: Date | null;
  /** millionths of the price's currency; 0 once WhatsApp says that it was free */
  readonly priceMicros: number | null;
}

/** How an attempt ended, for its row. */
export interface AttemptEnd {
  readonly id: string;
  readonly outcome: "accepted" | "held" | "refused" | "unknown" | "not_sent";
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly detail: string | null;
}

/** One status of a webhook (contract 3.5), as far as we use it. */
export interface StatusUpdate {
  readonly wamid: string;
  readonly attemptId: string | null;
  readonly status: "sent" | "delivered" | "read" | "failed";
  readonly at: Date;
  readonly errorCode: number | null;
  readonly errorDetail: string | null;
  /** what WhatsApp says of the price; null when it says nothing */
  readonly price: Pick<Billed, "billed" | "category"> | null;
}
