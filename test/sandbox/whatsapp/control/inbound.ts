import { digits } from "../delivery/status-update.ts";
import { addToThread, newWamid } from "../graph/accept-message.ts";
import type { JsonObject } from "../json.ts";
import type { InMessage, PhoneNumber, State } from "../state.ts";
import { contactOf, userIdOf } from "../user-id.ts";
import { ControlError } from "./control-error.ts";
import type { Inbound, Preferences } from "./schemas.ts";

/** The shopper writes or taps a quick reply: opens the window and tells the webhook (contract 3.4). */
export function receiveFromShopper(state: State, inbound: Inbound): InMessage {
  const waId = digits(inbound.from);
  const context = inbound.button?.contextWamid ?? null;
  const number = numberFor(state, waId, { id: inbound.phoneNumberId, contextWamid: context });
  const contact = contactOf(state, waId);
  if (inbound.profileName !== undefined) contact.profileName = inbound.profileName;
  const at = inbound.at === undefined ? state.now().getTime() : Date.parse(inbound.at);
  contact.wroteAt[number.id] = Math.max(at, contact.wroteAt[number.id] ?? 0);
  if (inbound.byAd) contact.cameByAdAt = { ...contact.cameByAdAt, [number.id]: at };
  const message: InMessage = {
    kind: "in",
    wamid: newWamid(waId),
    phoneNumberId: number.id,
    waId,
    at,
    text: inbound.button?.text ?? inbound.text ?? "",
    buttonOf: context,
    readByBusiness: false,
  };
  state.incoming.set(message.wamid, message);
  addToThread(state, waId, message);
  tell(state, number, { inbound, message });
  return message;
}

/** Everybody to whom marketing was delivered, or this share of them, writes that they want no more. */
export function sayStop(state: State, wish: { share: number; text: string }): { count: number } {
  const reached = [...state.outgoing.values()].filter(
    ({ category, status }) => category === "marketing" && ["delivered", "read"].includes(status),
  );
  const people = [...new Set(reached.flatMap(({ waId }) => waId ?? []))];
  const some = people.slice(0, Math.ceil(people.length * wish.share));
  for (const waId of some) receiveFromShopper(state, { from: waId, text: wish.text });
  return { count: some.length };
}

/** What a message carries that began at a click-to-WhatsApp ad (contract 3.4). */
const AD: JsonObject = {
  source_url: "https://fb.me/3cr4Wqqkv",
  source_id: "120226305854810726",
  source_type: "ad",
  headline: "Chat with us",
  body: "Linen from Leipzig",
  media_type: "image",
};

function tell(
  state: State,
  number: PhoneNumber,
  { inbound, message }: { inbound: Inbound; message: InMessage },
): void {
  const userId = userIdOf(state, portfolioOf(state, number), message.waId);
  const hidden = inbound.withoutPhone === true;
  state.sender.send({
    kind: "change",
    wabaId: number.wabaId,
    field: "messages",
    entryTime: null,
    value: {
      messaging_product: "whatsapp",
      metadata: metadata(number),
      contacts: [
        {
          profile: { name: contactOf(state, message.waId).profileName },
          ...(hidden ? {} : { wa_id: message.waId }),
          user_id: userId,
        },
      ],
      messages: [
        {
          ...(hidden ? {} : { from: message.waId }),
          from_user_id: userId,
          id: message.wamid,
          timestamp: String(Math.floor(message.at / 1000)),
          ...content(inbound, number),
        },
      ],
    },
  });
  state.events.tell({ kind: "inbound", number: message.waId });
  state.touch();
}

/** A tap without a payload of its own carries the label (contract 1.4). */
function content(inbound: Inbound, number: PhoneNumber): JsonObject {
  const { button } = inbound;
  if (!button) {
    const context = inbound.quotes === undefined ? {} : contextOf(number, inbound.quotes);
    const text = { type: "text", text: { body: inbound.text ?? "" }, ...context };
    return inbound.byAd ? { ...text, referral: AD } : text;
  }
  return {
    type: "button",
    button: { payload: button.payload ?? button.text, text: button.text },
    ...(button.contextWamid === undefined ? {} : contextOf(number, button.contextWamid)),
  };
}

function contextOf(number: PhoneNumber, wamid: string): JsonObject {
  return { context: { from: digits(number.displayPhoneNumber), id: wamid } };
}

/** The shopper uses WhatsApp's own stop or resume for marketing (contract 3.8). */
export function changePreference(state: State, wanted: Preferences): void {
  const waId = digits(wanted.from);
  const number = numberFor(state, waId, { id: wanted.phoneNumberId, contextWamid: null });
  const portfolioId = portfolioOf(state, number);
  const contact = contactOf(state, waId);
  contact.stopped = contact.stopped.filter((id) => id !== portfolioId);
  if (wanted.value === "stop") contact.stopped.push(portfolioId);
  const who = {
    ...(wanted.withoutPhone ? {} : { wa_id: waId }),
    user_id: userIdOf(state, portfolioId, waId),
  };
  state.sender.send({
    kind: "change",
    wabaId: number.wabaId,
    field: "user_preferences",
    entryTime: null,
    value: {
      messaging_product: "whatsapp",
      metadata: metadata(number),
      contacts: [who],
      user_preferences: [
        {
          ...who,
          detail: `User requested to ${wanted.value} marketing messages`,
          category: "marketing_messages",
          value: wanted.value,
          timestamp: Math.floor(state.now().getTime() / 1000),
        },
      ],
    },
  });
  state.touch();
}

function metadata(number: PhoneNumber): JsonObject {
  return {
    display_phone_number: digits(number.displayPhoneNumber),
    phone_number_id: number.id,
  };
}

function portfolioOf(state: State, number: PhoneNumber): string {
  return state.accounts.get(number.wabaId)?.portfolioId ?? number.wabaId;
}

/** The business number meant: the named one, the one of the tapped message, of the last chat, or the first. */
function numberFor(
  state: State,
  waId: string,
  { id: wanted, contextWamid }: { id: string | undefined; contextWamid: string | null },
): PhoneNumber {
  const context = contextWamid === null ? undefined : state.outgoing.get(contextWamid);
  const lastId = state.threads.get(waId)?.at(-1)?.phoneNumberId;
  const id = wanted ?? context?.phoneNumberId ?? lastId ?? state.numbers.keys().next().value;
  const number = id === undefined ? undefined : state.numbers.get(id);
  if (!number) throw new ControlError(`no phone number ${id ?? "seeded"}`);
  return number;
}
