import { z } from "zod";
import { marketSchema, messageCategorySchema } from "./rate.types.ts";

export const chargeStates = ["reserved", "charged", "free", "released"] as const;
const chargeStateSchema = z.enum(chargeStates);

/** What one message is expected to cost, and did. */
export const chargeSchema = z.object({
  messageId: z.string(),
  market: marketSchema,
  category: messageCategorySchema,
  /** null: no price is known */
  currency: z.string().nullable(),
  expectedMicros: z.number().nullable(),
  /** what counts against the budget now */
  micros: z.number().nullable(),
  claims: z.number(),
  claimedAt: z.date(),
  state: chargeStateSchema,
  billedCategory: z.string().nullable(),
});
export type Charge = z.infer<typeof chargeSchema>;

/** What WhatsApp says of the price of a delivered message (contract 3.5). */
export interface Billed {
  readonly messageId: string;
  readonly billed: "charged" | "free";
  /** in WhatsApp's words; null where the status said nothing of a price */
  readonly category: string | null;
  /** when it was delivered */
  readonly at: Date;
}

/** A charge as it becomes. */
export interface Settled {
  readonly messageId: string;
  readonly state: "charged" | "free";
  readonly currency: string | null;
  readonly micros: number | null;
  readonly billedCategory: string | null;
  readonly settledAt: Date;
}
