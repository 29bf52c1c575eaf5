import { z } from "zod";
import { type ReminderSettings, reminderStep } from "#app/modules/checkouts/reminder.types.ts";
import { type FormErrors, textOf } from "./form-text.ts";

const MAX_STEPS = 3;

export type ReminderForm = Pick<ReminderSettings, "enabled" | "steps" | "holdout">;

/** "1.5", "1,5": people write hours in their own way. */
function decimal(written: string): number {
  return written === "" ? Number.NaN : Number(written.replace(",", "."));
}

function readSteps(form: FormData, errors: FormErrors): ReminderSettings["steps"] {
  const count = Math.min(
    Math.max(Math.trunc(decimal(textOf(form, "stepCount"))) || 1, 1),
    MAX_STEPS,
  );
  return Array.from({ length: count }, (_, index) => {
    const name = `delay${index + 1}`;
    const delayMinutes = Math.round(decimal(textOf(form, name)) * 60);
    const step = reminderStep.safeParse({ delayMinutes });
    if (!step.success) errors[name] = "reminders.errors.delay";
    return { delayMinutes };
  });
}

function readHoldout(form: FormData, errors: FormErrors): ReminderSettings["holdout"] {
  const enabled = form.get("holdout") !== null;
  const percent = decimal(textOf(form, "holdoutPercent"));
  const fits = z.number().min(1).max(50).safeParse(percent).success;
  if (enabled && !fits) errors["holdoutPercent"] = "reminders.errors.percent";
  return { enabled, percent: fits ? percent : 10 };
}

/** What the merchant entered, or which fields do not fit. */
export function readReminderForm(
  form: FormData,
): { ok: true; settings: ReminderForm } | { ok: false; errors: FormErrors } {
  const errors: FormErrors = {};
  const settings = {
    enabled: form.get("enabled") !== null,
    steps: readSteps(form, errors),
    holdout: readHoldout(form, errors),
  };
  return Object.keys(errors).length === 0 ? { ok: true, settings } : { ok: false, errors };
}
