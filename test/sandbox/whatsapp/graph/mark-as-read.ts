import { isObject, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import { checkProduct } from "./envelope.ts";
import { refuse } from "./refusal.ts";

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

/** Marks an inbound message and the earlier ones of the same chat as read (contract 1.6). */
export function markAsRead(state: State, phoneNumberId: string, body: JsonObject): object {
  const wamid = checkRequest(body);
  const message = state.incoming.get(wamid);
  if (!message || message.phoneNumberId !== phoneNumberId) {
    refuse(131009, `message ${wamid} is unknown`);
  }
  if (state.now().getTime() - message.at > THIRTY_DAYS_MS) {
    refuse(131009, "message is older than 30 days");
  }
  for (const earlier of state.threads.get(message.waId) ?? []) {
    const same = earlier.kind === "in" && earlier.phoneNumberId === phoneNumberId;
    if (same && earlier.at <= message.at) earlier.readByBusiness = true;
  }
  state.events.tell({ kind: "read", number: message.waId });
  state.touch();
  return { success: true };
}

/** The fields of the call; answers the message's id. */
function checkRequest(body: JsonObject): string {
  checkProduct(body);
  if (body["status"] !== "read") refuse(131009, "Parameter 'status' must be 'read'");
  const wamid = textOrNull(body["message_id"]);
  if (!wamid) refuse(131008, "Parameter 'message_id' is required");
  const typing = body["typing_indicator"];
  if (typing !== undefined && !(isObject(typing) && typing["type"] === "text")) {
    refuse(131009, "Parameter 'typing_indicator.type' must be 'text'");
  }
  return wamid;
}
