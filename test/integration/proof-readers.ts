import { normalizeWebhook } from "@kapso/whatsapp-cloud-api/server";
import { WhatsAppAPI } from "whatsapp-api-js";
import type { PostData } from "whatsapp-api-js/types";
import { z } from "zod";
import { parseInbound } from "#app/modules/conversations/inbound.types.ts";
import { parseStatuses } from "#app/modules/messaging/status.types.ts";

// A change of the field "messages" as we read it, and as two libraries of others do (contract 9.1).

export interface Change {
  field: string;
  value: Record<string, unknown>;
}

export const bodyOf = (change: Change) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "102900000000001", changes: [change] }],
});

const listSchema = z.array(z.looseObject({})).default([]);
export const partsSchema = z.looseObject({
  contacts: z.array(z.looseObject({})).optional(),
  messages: listSchema,
  statuses: listSchema,
});

/** One change for each message and status: their post() reads the first of a post only. */
export function singles(change: Change): Change[] {
  const { contacts, messages, statuses, ...rest } = partsSchema.parse(change.value);
  const single = (key: "messages" | "statuses") => (one: object, index: number) => {
    const contact = contacts?.[index] ?? contacts?.[0];
    const value = { ...rest, ...(contact ? { contacts: [contact] } : {}), [key]: [one] };
    return { field: change.field, value };
  };
  return [...messages.map(single("messages")), ...statuses.map(single("statuses"))];
}

const text = z.string().nullish();
/** What both of the others call things, in our words. */
const theirMessage = z
  .looseObject({
    id: z.string(),
    timestamp: z.string(),
    type: z.string(),
    from: text,
    from_user_id: text,
    fromUserId: text,
    text: z.looseObject({ body: z.string() }).optional(),
    button: z.looseObject({ text: z.string(), payload: z.string() }).optional(),
    interactive: z.looseObject({}).optional(),
    image: z.looseObject({ caption: text }).optional(),
    context: z.looseObject({ id: text }).optional(),
  })
  .transform((one) => {
    const tapped = tapOf(one);
    return {
      wamid: one.id,
      waId: one.from || null,
      userId: one.from_user_id ?? one.fromUserId ?? null,
      at: new Date(Number(one.timestamp) * 1000),
      type: one.type,
      text: writtenIn(one) ?? tapped?.title ?? null,
      payload: tapped?.id ?? null,
      contextWamid: one.context?.id ?? null,
    };
  });

function buttonReply(interactive: object | undefined) {
  const reply = z.object({ id: z.string(), title: z.string() });
  const either = z.union([
    z.object({ button_reply: reply }).transform((one) => one.button_reply),
    z.object({ buttonReply: reply }).transform((one) => one.buttonReply),
    z.object({ list_reply: reply }).transform((one) => one.list_reply),
    z.object({ listReply: reply }).transform((one) => one.listReply),
  ]);
  const parsed = either.safeParse(interactive);
  return parsed.success ? parsed.data : null;
}

function writtenIn(one: { text?: { body: string } | undefined; image?: Captioned | undefined }) {
  return one.text?.body ?? one.image?.caption ?? null;
}
interface Captioned {
  caption?: string | null | undefined;
}

function tapOf(one: {
  button?: { text: string; payload: string } | undefined;
  interactive?: object | undefined;
}) {
  const { button, interactive } = one;
  return button ? { id: button.payload, title: button.text } : buttonReply(interactive);
}

const errorSchema = z.looseObject({ code: z.number(), title: z.string() });
const theirStatus = z
  .looseObject({
    id: z.string(),
    status: z.string(),
    timestamp: z.string(),
    biz_opaque_callback_data: text,
    bizOpaqueCallbackData: text,
    recipientUserId: text,
    recipient: z.looseObject({ bsuid: text }).optional(),
    errors: z.array(errorSchema).optional(),
    error: errorSchema.optional(),
    pricing: z.looseObject({ type: text, category: text }).optional(),
  })
  .transform((one) => ({
    id: one.id,
    status: one.status,
    timestamp: Number(one.timestamp),
    callback: one.biz_opaque_callback_data ?? one.bizOpaqueCallbackData ?? null,
    userId: one.recipientUserId ?? one.recipient?.bsuid ?? null,
    codes: (one.errors ?? (one.error ? [one.error] : [])).map(({ code, title }) => [code, title]),
    pricing: one.pricing ? [one.pricing.type, one.pricing.category] : null,
  }));

function ourStatus(change: Change) {
  return parseStatuses(change).map((one) => ({
    id: one.id,
    status: one.status,
    timestamp: one.timestamp,
    callback: one.biz_opaque_callback_data ?? null,
    userId: one.recipient_user_id ?? null,
    codes: one.errors.map(({ code, title }) => [code, title]),
    pricing: one.pricing ? [one.pricing.type, one.pricing.category] : null,
  }));
}

/** What whatsapp-api-js makes of each message and status of a change. */
async function readByApiJs(change: Change): Promise<Reading> {
  const read = { messages: Array<unknown>(), statuses: Array<unknown>() };
  const api = new WhatsAppAPI({ token: "t", v: "v26.0", secure: false });
  api.on.message = ({ message }) => void read.messages.push(message);
  api.on.status = (args) => void read.statuses.push(args);
  for (const single of singles(change)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it takes is what the test is about
    await api.post(bodyOf(single) as unknown as PostData);
  }
  return read;
}

export interface Reading {
  messages: unknown[];
  statuses: unknown[];
}

/** The same change, three times read, in our words. */
export async function readings(
  change: Change,
): Promise<{ ours: Reading; kapso: Reading; apiJs: Reading }> {
  const inOurWords = ({ messages, statuses }: Reading): Reading => ({
    messages: messages.map((one) => theirMessage.parse(one)),
    statuses: statuses.map((one) => theirStatus.parse(one)),
  });
  return {
    ours: { messages: parseInbound(change), statuses: ourStatus(change) },
    kapso: inOurWords(normalizeWebhook(bodyOf(change))),
    apiJs: inOurWords(await readByApiJs(change)),
  };
}
