import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { LAST_SECOND } from "#app/shared/duration.ts";
import { pauseEndsAt } from "./lifecycle.rules.ts";
import { restLanguage, statusAfterEvent } from "./template-state.rules.ts";
import type { TemplateVersion } from "./template.types.ts";
import { pollTemplatesJob } from "./templates.jobs.ts";
import { changeTemplate, type TemplateChange, versionsOfShop } from "./templates.store.server.ts";

const text = z.string().nullish().catch(null);

/** The template webhooks of contract 3.6, told apart by what they carry; other fields are left alone. */
const eventSchema = z.object({
  /** of the webhook's entry, in seconds */
  time: z.number().optional().catch(undefined),
  value: z.object({
    message_template_name: z.string().min(1),
    message_template_language: z.string().min(1),
    event: text,
    reason: text,
    other_info: z.object({ title: text }).nullish().catch(null),
    rejection_info: z.object({ recommendation: text }).nullish().catch(null),
    new_quality_score: text,
    new_category: text,
    correct_category: text,
    category_update_timestamp: z.coerce.number().min(0).max(LAST_SECOND).nullish().catch(null),
  }),
});
type TemplateEvent = z.infer<typeof eventSchema>["value"];

/** Webhooks come in any order; the list says how it is. */
const ASK_AGAIN_MS = 5 * 60_000;
/** Two within one second cannot be put in order: then the list is asked at once. */
const ASK_SOON_MS = 5_000;

function statusChange(value: TemplateEvent, row: TemplateVersion, at: Date): TemplateChange {
  if (!value.event) return {};
  // A repeated or late post says what was, not what is.
  if (row.eventAt && at < row.eventAt) return {};
  const status = statusAfterEvent(value.event, row.status);
  const paused = status === "PAUSED" ? pauseEndsAt(value.other_info?.title, at) : null;
  return {
    status,
    eventAt: at,
    rejectedReason: value.reason && value.reason !== "NONE" ? value.reason : null,
    advice: value.rejection_info?.recommendation ?? null,
    pausedUntil: paused,
    ...(status === "APPROVED" && row.approvedAt === null ? { approvedAt: at } : {}),
  };
}

/** An impending move names the category to come, a completed one the category that is (contract 3.6). */
function categoryChange(value: TemplateEvent, row: TemplateVersion): TemplateChange {
  if (value.correct_category) {
    const at = value.category_update_timestamp;
    return {
      comingCategory: value.correct_category.toUpperCase(),
      comingCategoryAt: at ? new Date(at * 1000) : null,
    };
  }
  if (!value.new_category) return {};
  const now = value.new_category.toUpperCase();
  const metaCategory = now === row.category ? null : now;
  return { metaCategory, comingCategory: null, comingCategoryAt: null };
}

function changeOf(value: TemplateEvent, row: TemplateVersion, at: Date): TemplateChange {
  return {
    ...statusChange(value, row, at),
    ...categoryChange(value, row),
    ...(value.new_quality_score ? { quality: value.new_quality_score.toUpperCase() } : {}),
  };
}

/** Takes over what WhatsApp tells of a template. Templates of somebody else and unknown shapes change nothing. */
export async function applyTemplateEvent(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const parsed = eventSchema.safeParse(event.body);
  if (!parsed.success) return;
  const { value, time } = parsed.data;
  const { shopId } = event;
  const language = restLanguage(value.message_template_language);
  const at = time === undefined ? deps.clock.now() : new Date(time * 1000);
  const isUnsure = await deps.db.inShop(shopId, async (tx) => {
    const rows = await versionsOfShop(tx, shopId);
    const own = rows.find(
      (row) => row.name === value.message_template_name && row.language === language,
    );
    if (!own || own.retiredAt !== null) return false;
    const change = changeOf(value, own, at);
    if (Object.keys(change).length > 0) {
      await changeTemplate(tx, { shopId, templateId: own.id }, change);
    }
    return own.eventAt?.getTime() === at.getTime();
  });
  const jobId = `poll-templates-${shopId}${isUnsure ? "-soon" : ""}`;
  const delayMs = isUnsure ? ASK_SOON_MS : ASK_AGAIN_MS;
  await deps.jobs.enqueue(pollTemplatesJob, { shopId }, { jobId, delayMs });
}
