import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { pollTemplatesJob } from "./templates.jobs.ts";
import { restLanguage, statusAfterEvent } from "./template-state.rules.ts";
import { templatesOfShop, writeTemplateStatus } from "./templates.store.server.ts";

/** message_template_status_update (contract 3.6); fields that we do not use are left alone. */
const eventSchema = z.object({
  value: z.object({
    event: z.string().min(1),
    message_template_name: z.string().min(1),
    message_template_language: z.string().min(1),
    reason: z.string().nullish().catch(null),
  }),
});

/** Webhooks come in any order; the list says how it is. */
const ASK_AGAIN_MS = 5 * 60_000;

/** Takes a template's new status over. Quality updates and unknown shapes change nothing. */
export async function applyTemplateEvent(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const parsed = eventSchema.safeParse(event.body);
  if (!parsed.success) return;
  const { value } = parsed.data;
  const { shopId } = event;
  const name = value.message_template_name;
  const language = restLanguage(value.message_template_language);
  await deps.db.inShop(shopId, async (tx) => {
    const rows = await templatesOfShop(tx, shopId);
    const own = rows.find((row) => row.name === name && row.language === language);
    if (!own) return;
    const status = statusAfterEvent(value.event, own.status);
    const rejectedReason = value.reason && value.reason !== "NONE" ? value.reason : null;
    await writeTemplateStatus(tx, { shopId, name, language }, { status, rejectedReason });
  });
  await deps.jobs.enqueue(
    pollTemplatesJob,
    { shopId },
    { jobId: `poll-templates-${shopId}`, delayMs: ASK_AGAIN_MS },
  );
}
