import { readChat } from "../delivery/message-statuses.ts";
import { digits } from "../delivery/status-update.ts";
import { viewOf, viewOfReply } from "../pages/message-view.ts";
import type { MessageView } from "../pages/message-view.ts";
import type { InMessage, OutMessage, State } from "../state.ts";

const SHOWN_NUMBERS = 50;
const SHOWN_MESSAGES = 100;
const QUOTED_MAX = 90;

export type PhoneMessage = MessageView & {
  wamid: string;
  /** "shop": the business wrote it. "me": the owner of the phone did. */
  from: "shop" | "me";
  at: string;
  status: string;
  template: string | null;
  /** The beginning of the message that a tap answers. */
  quoted: string | null;
};

export type Chat = {
  phoneNumberId: string;
  name: string;
  displayPhoneNumber: string;
  messages: PhoneMessage[];
};

export type PhoneData = { numbers: string[]; number: string | null; chats: Chat[] };

/**
 * Everything on one phone: its chats, last used last. Without a number: the phone that got the last message, and
 * before any was sent the one of `first`.
 */
export function phoneData(state: State, query: URLSearchParams): PhoneData {
  const wanted = digits(query.get("number") ?? "");
  const known = [...state.threads.keys()];
  const first = digits(query.get("first") ?? "");
  const waId = wanted || (newest(state) ?? (first || null));
  const numbers = known.slice(-SHOWN_NUMBERS);
  if (waId !== null && !numbers.includes(waId)) numbers.push(waId);
  return {
    numbers: numbers.map((number) => `+${number}`),
    number: waId === null ? null : `+${waId}`,
    chats: waId === null ? [] : chatsOf(state, waId),
  };
}

/** The phone was looked at: what was delivered is read now. */
export function readPhone(state: State, number: string): object {
  return { read: readChat(state, digits(number)) };
}

function newest(state: State): string | null {
  let waId: string | null = null;
  let last = -Infinity;
  for (const [number, thread] of state.threads) {
    const at = thread.at(-1)?.at ?? -Infinity;
    if (at >= last) [waId, last] = [number, at];
  }
  return waId;
}

function chatsOf(state: State, waId: string): Chat[] {
  const chats = new Map<string, Chat>();
  for (const message of state.threads.get(waId)?.slice(-SHOWN_MESSAGES) ?? []) {
    if (!isVisible(message)) continue;
    const chat = chats.get(message.phoneNumberId) ?? emptyChat(state, message.phoneNumberId);
    const shown = message.kind === "out" ? shopMessage(message) : ownMessage(state, message);
    chat.messages.push(shown);
    // Used last, shown last: take it out and put it at the end.
    chats.delete(message.phoneNumberId);
    chats.set(message.phoneNumberId, chat);
  }
  return [...chats.values()];
}

/** What failed or waits for the quality assessment never reached the phone. */
function isVisible(message: OutMessage | InMessage): boolean {
  return message.kind === "in" || message.status === "delivered" || message.status === "read";
}

function emptyChat(state: State, phoneNumberId: string): Chat {
  const number = state.numbers.get(phoneNumberId);
  return {
    phoneNumberId,
    name: number?.verifiedName ?? phoneNumberId,
    displayPhoneNumber: number?.displayPhoneNumber ?? "",
    messages: [],
  };
}

function shopMessage(message: OutMessage): PhoneMessage {
  return {
    ...viewOf(message),
    wamid: message.wamid,
    from: "shop",
    at: new Date(message.at).toISOString(),
    status: message.status,
    template: message.template?.name ?? null,
    quoted: null,
  };
}

function ownMessage(state: State, message: InMessage): PhoneMessage {
  return {
    ...viewOfReply(message),
    wamid: message.wamid,
    from: "me",
    at: new Date(message.at).toISOString(),
    status: message.readByBusiness ? "read" : "delivered",
    template: null,
    quoted: quotedText(state, message),
  };
}

function quotedText(state: State, message: InMessage): string | null {
  const tapped = message.buttonOf === null ? undefined : state.outgoing.get(message.buttonOf);
  return tapped
    ? viewOf(tapped)
        .body.replace(/[*_~`]/g, "")
        .slice(0, QUOTED_MAX)
    : null;
}
