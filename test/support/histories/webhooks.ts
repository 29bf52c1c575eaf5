import { randomUUID } from "node:crypto";
import {
  changeIdentities,
  receiveMessages,
  receivePreferences,
} from "#app/modules/conversations/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/** Whom a webhook of WhatsApp names; one of the two may be withheld (contract 3.9). */
export interface Named {
  phone?: string | null;
  userId?: string | null;
}

const waId = (phone: string | null | undefined) => phone?.slice(1);
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));

function event(shopId: string, topic: string, told: { value: unknown; at: Date }): IntakeEvent {
  return {
    shopId,
    eventId: randomUUID(),
    source: "whatsapp",
    topic,
    triggeredAt: null,
    receivedAt: told.at,
    body: { field: topic, value: told.value },
  };
}

export interface Said {
  from: Named;
  at: Date;
  text?: string;
  /** a tapped button */
  payload?: string;
  wamid?: string;
  contextWamid?: string;
}

/** What field "messages" carries when a person writes or taps. */
export function messageEvent(shopId: string, said: Said): IntakeEvent {
  const { from, at, text, payload, contextWamid } = said;
  const message = {
    id: said.wamid ?? `wamid.${randomUUID()}`,
    ...(from.phone ? { from: waId(from.phone) } : {}),
    ...(from.userId ? { from_user_id: from.userId } : {}),
    timestamp: seconds(at),
    ...(payload === undefined
      ? { type: "text", text: { body: text ?? "Hallo" } }
      : { type: "button", button: { payload, text: text ?? "" } }),
    ...(contextWamid === undefined ? {} : { context: { id: contextWamid } }),
  };
  return event(shopId, "messages", { value: { messages: [message] }, at });
}

/** Somebody writes to the shop. */
export function write(deps: Deps, shopId: string, said: Said): Promise<void> {
  return receiveMessages(deps, messageEvent(shopId, said));
}

/** Meta's own "stop" and "resume". */
export function prefer(
  deps: Deps,
  shopId: string,
  wish: { from: Named; value: "stop" | "resume"; at: Date },
): Promise<void> {
  const { from, value, at } = wish;
  const preference = {
    ...(from.phone ? { wa_id: waId(from.phone) } : {}),
    ...(from.userId ? { user_id: from.userId } : {}),
    category: "marketing_messages",
    value,
    timestamp: Math.floor(at.getTime() / 1000),
  };
  const told = { value: { user_preferences: [preference] }, at };
  return receivePreferences(deps, event(shopId, "user_preferences", told));
}

/** Field "user_id_update". */
export function changeUserId(
  deps: Deps,
  shopId: string,
  change: { previous: string; current: string; phone?: string; at: Date },
): Promise<void> {
  const { previous, current, phone, at } = change;
  const update = {
    detail: "",
    user_id: { previous, current },
    ...(phone ? { wa_id: waId(phone) } : {}),
    timestamp: Math.floor(at.getTime() / 1000),
  };
  const told = { value: { user_id_update: [update] }, at };
  return changeIdentities(deps, event(shopId, "user_id_update", told));
}

/** The notice "user_changed_number" among messages. */
export function changeNumber(
  deps: Deps,
  shopId: string,
  change: { from: string; to: string; at: Date },
): Promise<void> {
  const { from, to, at } = change;
  const system = { body: "", type: "user_changed_number", wa_id: waId(to) };
  const message = {
    id: `wamid.${randomUUID()}`,
    from: waId(from),
    timestamp: seconds(at),
    type: "system",
    system,
  };
  return changeIdentities(deps, event(shopId, "messages", { value: { messages: [message] }, at }));
}
