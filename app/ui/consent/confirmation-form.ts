import {
  confirmationModeSchema,
  type ConsentSettings,
  consentSettingsSchema,
} from "#app/modules/shops/consent-settings.types.ts";
import { CONFIRMATION_HOURS } from "#app/modules/shops/consent-settings.types.ts";
import { type FormErrors, textOf } from "../form-text.ts";

type Confirmation = ConsentSettings["confirmation"];

function readHours(form: FormData, errors: FormErrors): number {
  const hours = Number(textOf(form, "expiresAfterHours"));
  const { least, most } = CONFIRMATION_HOURS;
  const fits = Number.isInteger(hours) && hours >= least && hours <= most;
  if (!fits) errors["expiresAfterHours"] = "consent.errors.hours";
  return fits ? hours : CONFIRMATION_HOURS.usual;
}

/** What the merchant chose, or which fields do not fit. `countries`: the codes that were offered. */
export function readConfirmationForm(
  form: FormData,
  countries: ReadonlySet<string>,
): { ok: true; confirmation: Confirmation } | { ok: false; errors: FormErrors } {
  const errors: FormErrors = {};
  const mode = confirmationModeSchema.safeParse(textOf(form, "mode"));
  if (!mode.success) errors["mode"] = "consent.errors.mode";
  const chosen = form.getAll("country").filter((one): one is string => typeof one === "string");
  const known = chosen.filter((code) => countries.has(code));
  const single = mode.data === "single";
  if (known.length < chosen.length || (single && known.length === 0)) {
    errors["country"] = "consent.errors.country";
  }
  const expiresAfterHours = readHours(form, errors);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const singleCountries = [...new Set(known)].toSorted((a, b) => a.localeCompare(b));
  const confirmation = { mode: mode.data, singleCountries, expiresAfterHours };
  return { ok: true, confirmation: consentSettingsSchema.parse({ confirmation }).confirmation };
}
