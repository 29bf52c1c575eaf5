import { z } from "zod";
import { LAST_SECOND } from "#app/shared/duration.ts";

const text = z.string().optional().catch(undefined);

/** One entry of `value.statuses` (contract 3.5). Unknown statuses and shapes are passed over, never refused. */
const statusSchema = z.object({
  id: z.string().min(1),
  status: z.enum(["sent", "delivered", "read", "played", "failed"]),
  timestamp: z.coerce.number().int().min(0).max(LAST_SECOND),
  biz_opaque_callback_data: text,
  recipient_user_id: text,
  errors: z
    .array(
      z.object({
        code: z.coerce.number().pipe(z.int32()),
        title: text,
        error_data: z.object({ details: text }).optional().catch(undefined),
      }),
    )
    .catch([])
    .default([]),
  pricing: z.object({ type: text, category: text }).optional().catch(undefined),
});
export type WebhookStatus = z.infer<typeof statusSchema>;

const changeSchema = z.object({ value: z.object({ statuses: z.array(z.unknown()).catch([]) }) });

/** The statuses that we understand, in the order in which they came. */
export function parseStatuses(body: unknown): WebhookStatus[] {
  const change = changeSchema.safeParse(body);
  if (!change.success) return [];
  return change.data.value.statuses.flatMap((raw) => {
    const parsed = statusSchema.safeParse(raw);
    return parsed.success ? [parsed.data] : [];
  });
}
