import { quietHoursSchema } from "#app/modules/messaging/message.types.ts";
import {
  type SendSettings,
  sendSettingsSchema,
} from "#app/modules/messaging/send-settings.types.ts";

/** Field name -> key of the words that say what is wrong with it. */
export type SendingFormErrors = Record<string, string>;

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function readQuietHours(form: FormData, errors: SendingFormErrors): SendSettings["quietHours"] {
  const given = { from: text(form, "quietFrom"), to: text(form, "quietTo") };
  const { from, to } = quietHoursSchema.shape;
  if (given.from === "" || !from.safeParse(given.from).success) {
    errors["quietFrom"] = "sending.errors.time";
  }
  if (given.to === "" || !to.safeParse(given.to).success) {
    errors["quietTo"] = "sending.errors.time";
  }
  return given;
}

/** An empty field means that there is no such cap. */
function readCap(
  form: FormData,
  errors: SendingFormErrors,
  name: "minHoursBetween" | "maxPer30Days",
): number | null {
  const written = text(form, name);
  const value = written === "" ? null : Number(written);
  const fits = sendSettingsSchema.shape.caps.unwrap().shape[name].safeParse(value);
  if (!fits.success) errors[name] = `sending.errors.${name}`;
  return fits.success ? fits.data : null;
}

/** What the merchant entered, or which fields do not fit. `regions`: the codes that were offered. */
export function readSendingForm(
  form: FormData,
  regions: ReadonlySet<string>,
): { ok: true; settings: SendSettings } | { ok: false; errors: SendingFormErrors } {
  const errors: SendingFormErrors = {};
  const region = text(form, "region");
  if (region !== "" && !regions.has(region)) errors["region"] = "sending.errors.region";
  const settings: SendSettings = {
    quietHours: readQuietHours(form, errors),
    quietDays: {
      sundays: form.get("sundays") !== null,
      holidays: form.get("holidays") !== null,
      region: region === "" ? null : region,
    },
    caps: {
      minHoursBetween: readCap(form, errors, "minHoursBetween"),
      maxPer30Days: readCap(form, errors, "maxPer30Days"),
    },
  };
  return Object.keys(errors).length === 0 ? { ok: true, settings } : { ok: false, errors };
}
