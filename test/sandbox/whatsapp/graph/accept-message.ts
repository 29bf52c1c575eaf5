import { randomBytes } from "node:crypto";
import { planStatuses } from "../delivery/message-statuses.ts";
import { priceTag } from "../delivery/pricing.ts";
import type { InMessage, OutMessage, State } from "../state.ts";
import type { Template } from "../templates/template.types.ts";
import { contactOf } from "../user-id.ts";
import type { Envelope, Sender } from "./envelope.ts";
import { watchLinkedPicture } from "./linked-picture.ts";

const KEPT_MESSAGES = 250_000;
const KEPT_PER_PHONE = 500;

export type Checked = {
  sender: Sender;
  envelope: Envelope;
  template: Template | null;
  pictureLink: string | null;
  raw: string;
};

/** Takes a checked message in: log, chat, statuses to come. Answers the envelope of contract 1.2. */
export function acceptMessage(state: State, checked: Checked): object {
  const { envelope, template } = checked;
  const { recipient } = envelope;
  const message = newMessage(state, checked);
  remember(state, message);
  state.log.accept({
    at: new Date().toISOString(),
    wamid: message.wamid,
    phoneNumberId: message.phoneNumberId,
    to: recipient.input,
    template: template?.name ?? null,
    language: template?.language ?? null,
    callbackData: message.callbackData,
    raw: checked.raw,
  });
  if (message.pictureLink === null) planStatuses(state, message);
  else watchLinkedPicture(state, message, message.pictureLink);
  state.events.tell({ kind: "message", number: message.waId });
  state.touch();
  return {
    messaging_product: "whatsapp",
    contacts: [
      recipient.toUserId
        ? { input: recipient.input, user_id: recipient.userId }
        : { input: recipient.input, wa_id: recipient.waId },
    ],
    messages: [{ id: message.wamid, ...(template ? { message_status: pacing(message) } : {}) }],
  };
}

/** Only templates are paced, so only they carry a message_status (contract 1.2). */
function pacing(message: OutMessage): string {
  return message.status === "held" ? "held_for_quality_assessment" : "accepted";
}

function newMessage(state: State, checked: Checked): OutMessage {
  const { sender, envelope, template } = checked;
  const { recipient } = envelope;
  const message: OutMessage = {
    kind: "out",
    wamid: newWamid(recipient.waId ?? recipient.userId),
    phoneNumberId: sender.number.id,
    waId: recipient.waId,
    userId: recipient.userId,
    toUserId: recipient.toUserId,
    at: state.now().getTime(),
    raw: checked.raw,
    callbackData: envelope.callbackData,
    category: template ? template.category.toLowerCase() : "service",
    template,
    status: template && state.faults.holdForQuality ? "held" : "accepted",
    errorCode: null,
    pictureLink: checked.pictureLink,
    view: null,
  };
  message.price = priceTag(state, message);
  return message;
}

/** An id in the form of Meta's: opaque, unique, without characters that need escaping. */
export function newWamid(who: string): string {
  const random = randomBytes(10).toString("hex").toUpperCase();
  return `wamid.HBgN${Buffer.from(who).toString("base64url")}FQIAERgS${random}AA`;
}

function remember(state: State, message: OutMessage): void {
  state.outgoing.set(message.wamid, message);
  if (state.outgoing.size > KEPT_MESSAGES) {
    const oldest = state.outgoing.keys().next();
    if (!oldest.done) state.outgoing.delete(oldest.value);
  }
  if (message.waId === null) return;
  contactOf(state, message.waId);
  addToThread(state, message.waId, message);
}

/** Adds a message to a phone's chat; the chat keeps its newest 500. */
export function addToThread(state: State, waId: string, message: OutMessage | InMessage): void {
  const thread = state.threads.get(waId);
  if (!thread) {
    state.threads.set(waId, [message]);
    return;
  }
  thread.push(message);
  if (thread.length > KEPT_PER_PHONE) thread.shift();
}
