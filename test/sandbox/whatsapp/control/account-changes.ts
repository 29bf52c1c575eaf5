import { verifyCallback } from "../graph/account-calls.ts";
import type { JsonObject } from "../json.ts";
import type { PhoneNumber, State } from "../state.ts";
import { ControlError } from "./control-error.ts";
import type { AccountEventWish, NumberWish, OwnAppWish } from "./schemas.ts";

/** An account or number event of contract 3.7: the time stands on the entry, no phone id anywhere. */
export function tellAccount(state: State, { wabaId, field, value }: AccountEventWish): object {
  if (!state.accounts.has(wabaId)) throw new ControlError(`no account ${wabaId}`);
  const entryTime = Math.floor(state.now().getTime() / 1000);
  state.sender.send({ kind: "change", wabaId, field, value, entryTime });
  return { ok: true };
}

/** Changes what Meta says of a number and tells the webhooks that Meta would send for it. */
export function changeNumber(state: State, { id, ...wanted }: NumberWish): object {
  const number = state.numbers.get(id);
  if (!number) throw new ControlError(`no number ${id}`);
  const before = { ...number };
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined) Reflect.set(number, key, value);
  }
  for (const { field, value } of eventsOf(before, number)) {
    tellAccount(state, { wabaId: number.wabaId, field, value });
  }
  state.events.tell({ kind: "number", number: null });
  state.touch();
  return { ok: true };
}

function eventsOf(before: PhoneNumber, after: PhoneNumber): { field: string; value: JsonObject }[] {
  const phone = { display_phone_number: after.displayPhoneNumber.replace(/\D/g, "") };
  const quality = (event: string, more: JsonObject = {}) => ({
    field: "phone_number_quality_update",
    value: { ...phone, event, ...more },
  });
  const events: { field: string; value: JsonObject }[] = [];
  if (before.qualityRating !== after.qualityRating) {
    events.push(quality(after.qualityRating === "RED" ? "FLAGGED" : "UNFLAGGED"));
  }
  if (before.messagingLimit !== after.messagingLimit) {
    const limit = { max_daily_conversations_per_business: after.messagingLimit };
    events.push({ field: "business_capability_update", value: limit });
  }
  if (before.throughput !== after.throughput && after.throughput === "HIGH") {
    events.push(quality("THROUGHPUT_UPGRADE"));
  }
  if (before.nameStatus !== after.nameStatus) {
    const decision = { decision: after.nameStatus, requested_verified_name: after.verifiedName };
    events.push({ field: "phone_number_name_update", value: { ...phone, ...decision } });
  }
  return events;
}

/**
 * What a merchant does in the dashboard of their own Meta app: a callback, which Meta checks first
 * (contract 3.1), for the webhooks of their account.
 */
export async function setOwnApp(state: State, wanted: OwnAppWish): Promise<object> {
  const account = state.accounts.get(wanted.wabaId);
  if (!account) throw new ControlError(`no account ${wanted.wabaId}`);
  const { appSecret, callbackUrl, verifyToken } = wanted;
  const checked = await verifyCallback(callbackUrl, verifyToken);
  if (checked.verified) account.ownApp = { appSecret, callbackUrl };
  state.touch();
  return checked;
}
