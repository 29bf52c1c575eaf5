import { hash } from "node:crypto";
import { z } from "zod";
import type { Delivery } from "./intake.types.ts";
import { partsOfChange, topicOfChange } from "./whatsapp-topic.rules.ts";

/** The year 9999: a later moment is none that a database keeps. */
const LAST_SECOND = 253_402_300_799;

/** Meta, contract 3.3-3.5: only what routing needs; everything else passes through unread. */
const postSchema = z.object({
  entry: z.array(
    z.object({
      id: z.coerce.string().min(1).max(64),
      time: z.number().min(0).max(LAST_SECOND).optional().catch(undefined),
      changes: z.array(z.object({ field: z.string().min(1).max(100), value: z.unknown() })),
    }),
  ),
});
const withNumber = z.object({ metadata: z.object({ phone_number_id: z.coerce.string() }) });

export interface AccountChange {
  wabaId: string;
  /** what is needed to store it, but for the shop it belongs to */
  delivery: Omit<Delivery, "shopId">;
}

type Entry = z.infer<typeof postSchema>["entry"][number];

function changeOf(entry: Entry, field: string, value: unknown): AccountChange {
  const number = withNumber.safeParse(value);
  const body = {
    wabaId: entry.id,
    phoneNumberId: number.success ? number.data.metadata.phone_number_id : null,
    field,
    ...(entry.time === undefined ? {} : { time: entry.time }),
    value,
  };
  const rawBody = JSON.stringify(body);
  return {
    wabaId: entry.id,
    delivery: {
      source: "whatsapp" as const,
      topic: topicOfChange(field, value),
      // Posts carry no id, but a repeated one repeats its changes byte for byte.
      deliveryId: hash("sha256", rawBody, "base64url"),
      triggeredAt: entry.time === undefined ? null : new Date(entry.time * 1000),
      rawBody,
      body,
    },
  };
}

/** Splits one POST, which may mix accounts, into its changes. Null when it is not such a POST. */
export function whatsAppDeliveries(post: unknown): AccountChange[] | null {
  const parsed = postSchema.safeParse(post);
  if (!parsed.success) return null;
  return parsed.data.entry.flatMap((entry) =>
    entry.changes.flatMap(({ field, value }) =>
      partsOfChange(field, value).map((part) => changeOf(entry, field, part)),
    ),
  );
}
