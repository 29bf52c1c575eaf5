import { hash } from "node:crypto";
import { z } from "zod";
import { LAST_SECOND } from "#app/shared/duration.ts";
import type { Delivery } from "./intake.types.ts";
import { partsOfChange, topicOfChange } from "./whatsapp-topic.rules.ts";

/** Meta, contract 3.3-3.5: only what routing needs; everything else passes through unread. */
const postSchema = z.object({ entry: z.array(z.unknown()) });
const entrySchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(64)),
  time: z.number().min(0).max(LAST_SECOND).optional().catch(undefined),
  changes: z.array(z.unknown()),
});
const changeSchema = z.object({ field: z.string().min(1).max(100), value: z.unknown() });
const withNumber = z.object({ metadata: z.object({ phone_number_id: z.coerce.string() }) });

export interface AccountChange {
  wabaId: string;
  /** what is needed to store it, but for the shop it belongs to */
  delivery: Omit<Delivery, "shopId">;
}

/** What a POST says; `unreadable`: parts of it that name no account, or no field. */
export interface AccountPost {
  changes: AccountChange[];
  unreadable: number;
}

type Entry = z.infer<typeof entrySchema>;

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

function changesOf(entry: Entry): (AccountChange | null)[] {
  return entry.changes.flatMap((raw) => {
    const change = changeSchema.safeParse(raw);
    if (!change.success) return [null];
    const { field, value } = change.data;
    return partsOfChange(field, value).map((part) => changeOf(entry, field, part));
  });
}

/** Splits one POST, which may mix accounts, into its changes. What cannot be read hides nothing beside it. */
export function whatsAppDeliveries(post: unknown): AccountPost {
  const parsed = postSchema.safeParse(post);
  if (!parsed.success) return { changes: [], unreadable: 1 };
  const found = parsed.data.entry.flatMap((raw) => {
    const entry = entrySchema.safeParse(raw);
    return entry.success ? changesOf(entry.data) : [null];
  });
  const changes = found.filter((change) => change !== null);
  return { changes, unreadable: found.length - changes.length };
}
