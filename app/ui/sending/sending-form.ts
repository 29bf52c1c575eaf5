import { quietHoursSchema } from "#app/modules/messaging/message.types.ts";
import {
  type SendSettings,
  sendSettingsSchema,
} from "#app/modules/messaging/send-settings.types.ts";
import { type FormErrors, textOf } from "../form-text.ts";

function readQuietHours(form: FormData, errors: FormErrors): SendSettings["quietHours"] {
  const given = { from: textOf(form, "quietFrom"), to: textOf(form, "quietTo") };
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
  errors: FormErrors,
  name: "minHoursBetween" | "maxPer30Days",
): number | null {
  const written = textOf(form, name);
  const value = written === "" ? null : Number(written);
  const fits = sendSettingsSchema.shape.caps.unwrap().shape[name].safeParse(value);
  if (!fits.success) errors[name] = `sending.errors.${name}`;
  return fits.success ? fits.data : null;
}

/** What the merchant entered, or which fields do not fit. `regions`: the codes that were offered. */
export function readSendingForm(
  form: FormData,
  regions: ReadonlySet<string>,
): { ok: true; settings: SendSettings } | { ok: false; errors: FormErrors } {
  const errors: FormErrors = {};
  const region = textOf(form, "region");
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
