import { errorMeaning } from "../graph/error-codes.ts";
import type { JsonObject } from "../json.ts";
import type { MessageStatus, OutMessage, State } from "../state.ts";
import { pricingObject } from "./pricing.ts";
import type { Update } from "./update.ts";

const ERROR_HELP = "/documentation/business-messaging/whatsapp/support/error-codes";

export type StatusFact = { status: MessageStatus; code: number | null };

/** The webhook update for one status of one message (contract 3.5); null when the number is gone. */
export function statusUpdate(state: State, message: OutMessage, fact: StatusFact): Update | null {
  const number = state.numbers.get(message.phoneNumberId);
  if (!number) return null;
  const failed = fact.status === "failed";
  const name = message.waId === null ? undefined : state.contacts.get(message.waId)?.profileName;
  return {
    kind: "status",
    wabaId: number.wabaId,
    phoneNumberId: number.id,
    displayPhoneNumber: digits(number.displayPhoneNumber),
    contact: failed
      ? null
      : {
          profile: { name: name ?? "" },
          ...(message.waId === null ? {} : { wa_id: message.waId }),
          user_id: message.userId,
        },
    status: statusObject(state, message, fact),
  };
}

/** A displayed number as webhooks write it: digits only. */
export function digits(phone: string): string {
  return phone.replace(/\D/g, "");
}

function statusObject(state: State, message: OutMessage, fact: StatusFact): JsonObject {
  const failed = fact.status === "failed";
  return {
    id: message.wamid,
    status: fact.status,
    timestamp: String(Math.floor(state.now().getTime() / 1000)),
    ...(message.waId === null ? {} : { recipient_id: message.waId }),
    ...(failed && !message.toUserId ? {} : { recipient_user_id: message.userId }),
    ...(message.callbackData === null ? {} : { biz_opaque_callback_data: message.callbackData }),
    ...pricing(message, fact.status),
    ...(failed ? { errors: [errorObject(fact.code ?? 131000)] } : {}),
  };
}

/** Pricing rides on `sent` and on the first of delivered and read. */
function pricing(message: OutMessage, status: MessageStatus): JsonObject {
  const rides =
    status === "sent" ||
    status === "delivered" ||
    (status === "read" && message.status !== "delivered");
  if (!rides) return {};
  return { pricing: pricingObject(message) };
}

function errorObject(code: number): JsonObject {
  const { title } = errorMeaning(code);
  return { code, title, message: title, error_data: { details: title }, href: ERROR_HELP };
}
