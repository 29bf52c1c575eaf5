import { textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { PhoneNumber, State } from "../state.ts";
import { refuse } from "./refusal.ts";

const HOUR_MS = 3_600_000;
/** Registrations and deregistrations of a number in 72 hours (contract 5.4). */
const MOST = 10;
/** Where messages of a number may be kept (contract 8.4 names DE; the rest as Meta lists them). */
const REGIONS = "AE AU BH BR CA CH DE GB ID IN JP KR SG ZA".split(" ");

function count(state: State, number: PhoneNumber): void {
  const now = state.now().getTime();
  const recent = number.registrations.filter((at) => at > now - 72 * HOUR_MS);
  if (recent.length >= MOST) {
    refuse(133016, "Too many attempts for this phone number within 72 hours");
  }
  number.registrations = [...recent, now];
}

/** POST /{phone-number-id}/register with a six-digit PIN (contract 8.4). */
export function registerNumber(state: State, number: PhoneNumber, body: JsonObject): object {
  if (body["messaging_product"] !== "whatsapp") refuse(100, "messaging_product is required");
  const pin = textOrNull(body["pin"]);
  if (!pin) refuse(131008, "pin is required");
  if (!/^\d{6}$/.test(pin)) refuse(131009, "pin must have six digits");
  const region = body["data_localization_region"];
  if (region !== undefined && !REGIONS.includes(textOrNull(region) ?? "")) {
    refuse(131009, "data_localization_region is not supported");
  }
  count(state, number);
  if (number.registeredElsewhere) {
    refuse(133000, "The phone number has to be deregistered from its present platform first");
  }
  if (number.pin !== null && number.pin !== pin) {
    refuse(133005, "Two-step verification PIN mismatch");
  }
  number.pin = pin;
  number.registered = true;
  state.touch();
  return { success: true };
}

/** POST /{phone-number-id}/deregister: the number sends no more; its PIN stays. */
export function deregisterNumber(state: State, number: PhoneNumber): object {
  count(state, number);
  number.registered = false;
  state.touch();
  return { success: true };
}
