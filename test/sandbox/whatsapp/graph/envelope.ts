import { characters, isObject, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Account, PhoneNumber, State } from "../state.ts";
import { userIdOf } from "../user-id.ts";
import { refuse } from "./refusal.ts";

const PHONE = /^\+?[1-9]\d{6,14}$/;
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/;
const CALLBACK_DATA_MAX = 512;
const COMMON_FIELDS = new Set([
  "messaging_product",
  "recipient_type",
  "to",
  "recipient",
  "type",
  "context",
  "biz_opaque_callback_data",
]);

export type Recipient = {
  input: string;
  waId: string | null;
  userId: string;
  toUserId: boolean;
};

export type Envelope = {
  recipient: Recipient;
  type: string;
  content: JsonObject;
  callbackData: string | null;
};

export type Sender = { account: Account; number: PhoneNumber };

/** Checks what every message has in common (contract 1.1, 1.2) and refuses as Meta does. */
export function readEnvelope(state: State, sender: Sender, body: JsonObject): Envelope {
  checkProduct(body);
  if (body["recipient_type"] !== undefined && body["recipient_type"] !== "individual") {
    refuse(131009, "Parameter 'recipient_type' must be 'individual'");
  }
  const recipient = readRecipient(state, sender, body);
  const type = readType(body);
  for (const field of Object.keys(body)) {
    if (!COMMON_FIELDS.has(field) && field !== type) refuse(100, `Unexpected key "${field}"`);
  }
  const content = body[type];
  if (content === undefined) refuse(131008, `Parameter '${type}' is required for type ${type}`);
  if (!isObject(content)) refuse(100, `Parameter '${type}' must be a JSON object`);
  checkContext(body["context"]);
  return { recipient, type, content, callbackData: readCallbackData(body) };
}

export function checkProduct(body: JsonObject): void {
  if (body["messaging_product"] !== "whatsapp") {
    refuse(100, "The parameter messaging_product is required and must be 'whatsapp'");
  }
}

/** The attempt's id that comes back in every status: at most 512 characters (contract 1.1). */
function readCallbackData(body: JsonObject): string | null {
  const data = body["biz_opaque_callback_data"];
  if (data === undefined) return null;
  const text = textOrNull(data);
  if (text === null) refuse(100, "biz_opaque_callback_data must be a string");
  if (text.length > CALLBACK_DATA_MAX && characters(text) > CALLBACK_DATA_MAX) {
    refuse(131009, "biz_opaque_callback_data must not be longer than 512 characters");
  }
  return text;
}

function readType(body: JsonObject): string {
  if (body["type"] === undefined) return "text";
  const type = textOrNull(body["type"]);
  if (type === null || type === "") refuse(100, "Parameter 'type' must be a string");
  return type;
}

/** A phone, or a business-scoped user id; when both are given the phone wins (contract 1.1). */
function readRecipient(state: State, { account, number }: Sender, body: JsonObject): Recipient {
  const { to, recipient } = body;
  if (to === undefined && recipient === undefined) refuse(131008, "Parameter 'to' is required");
  if (to === undefined) return readUserId(state, recipient);
  const phone = textOrNull(to);
  if (phone === null || !PHONE.test(phone)) {
    refuse(131009, "Parameter 'to' is not a valid phone number");
  }
  const waId = phone.startsWith("+") ? phone.slice(1) : phone;
  if (waId === number.displayPhoneNumber.replace(/\D/g, "")) {
    refuse(131021, "Sender and recipient are the same phone number");
  }
  const userId = userIdOf(state, account.portfolioId, waId);
  return { input: phone, waId, userId, toUserId: false };
}

function readUserId(state: State, recipient: unknown): Recipient {
  const userId = textOrNull(recipient);
  if (userId === null || !USER_ID.test(userId)) {
    refuse(131009, "Parameter 'recipient' is not a valid user id");
  }
  return { input: userId, waId: state.userIds.get(userId) ?? null, userId, toUserId: true };
}

function checkContext(context: unknown): void {
  if (context === undefined) return;
  if (!isObject(context) || !textOrNull(context["message_id"])) {
    refuse(131008, "Parameter 'context.message_id' is required");
  }
}
