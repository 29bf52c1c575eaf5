import { z } from "zod";

const text = z.string().nullish().catch(null);

const captioned = z.object({ caption: text }).nullish().catch(null);
const tapped = z.object({ id: z.string(), title: text }).nullish().catch(null);

/** Text of any kind that a person can send us: free text, button taps, captions, forms. */
const inboundMessage = z.object({
  id: z.string().min(1),
  from: text,
  from_user_id: text,
  timestamp: z.coerce.number(),
  type: z.string().catch("unknown"),
  text: z.object({ body: z.string() }).nullish().catch(null),
  button: z.object({ payload: text, text }).nullish().catch(null),
  interactive: z
    .object({
      button_reply: tapped,
      list_reply: tapped,
      nfm_reply: z.object({ body: text }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  image: captioned,
  video: captioned,
  document: captioned,
  system: z
    .object({ type: text, wa_id: text, user_id: text, previous_user_id: text })
    .nullish()
    .catch(null),
  context: z.object({ id: text }).nullish().catch(null),
});

const preference = z.object({
  wa_id: text,
  user_id: text,
  value: z.string(),
  timestamp: z.coerce.number(),
});

/** Parses item by item: one strange message must not lose its neighbours (contract 3.4). */
function each<T>(schema: z.ZodType<T>, list: unknown): T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

const changeBody = z.object({ value: z.record(z.string(), z.unknown()).catch({}) });

export interface Inbound {
  wamid: string;
  waId: string | null;
  userId: string | null;
  at: Date;
  type: string;
  text: string | null;
  /** payload of a tapped button */
  payload: string | null;
  contextWamid: string | null;
}

/** A person's new number or business-scoped user id (contract 3.4, 3.9); null: unchanged or withheld. */
export interface IdentityChange {
  was: { waId: string | null; userId: string | null };
  is: { waId: string | null; userId: string | null };
  at: Date;
}

type InboundBody = z.infer<typeof inboundMessage>;

/** What was tapped, for both kinds of buttons: under a template, and under a session message. */
function tapOf(one: InboundBody): { payload: string | null; label: string | null } {
  const reply = one.interactive?.button_reply ?? one.interactive?.list_reply;
  if (reply) return { payload: reply.id, label: reply.title ?? null };
  return { payload: one.button?.payload ?? null, label: one.button?.text ?? null };
}

/** What somebody wrote beside what they sent. */
function captionOf(one: InboundBody): string | null {
  const { image, video, document, interactive } = one;
  return (image ?? video ?? document)?.caption ?? interactive?.nfm_reply?.body ?? null;
}

function readInbound(one: InboundBody): Inbound {
  const { payload, label } = tapOf(one);
  return {
    wamid: one.id,
    waId: one.from || null,
    userId: one.from_user_id || null,
    at: new Date(one.timestamp * 1000),
    type: one.type,
    text: one.text?.body ?? label ?? captionOf(one),
    payload,
    contextWamid: one.context?.id ?? null,
  };
}

/** WhatsApp's own notices in the stream of messages: nobody wrote them. */
const NOTICES: readonly string[] = ["system", "request_welcome"];

export function parseInbound(body: unknown): Inbound[] {
  const { value } = changeBody.parse(body);
  const messages = each(inboundMessage, value["messages"]);
  return messages.filter(({ type }) => !NOTICES.includes(type)).map(readInbound);
}

function changeOfNotice({ system, from, from_user_id, timestamp }: InboundBody): IdentityChange[] {
  if (!system) return [];
  const waId = system.wa_id || null;
  const was = { waId: from || null, userId: system.previous_user_id || from_user_id || null };
  const is = { waId: waId === from ? null : waId, userId: system.user_id || null };
  return [{ was, is, at: new Date(timestamp * 1000) }];
}

const userIdChange = z.object({
  wa_id: text,
  user_id: z.object({ previous: text, current: text }),
  timestamp: z.coerce.number(),
});

/** New numbers and user ids: as notices among messages, and as field "user_id_update". */
export function parseIdentityChanges(body: unknown): IdentityChange[] {
  const { value } = changeBody.parse(body);
  const updates = each(userIdChange, value["user_id_update"]).map((one): IdentityChange => ({
    // A user id changes with the number (contract 3.9): the number beside it is the one of now.
    was: { waId: null, userId: one.user_id.previous || null },
    is: { waId: one.wa_id || null, userId: one.user_id.current || null },
    at: new Date(one.timestamp * 1000),
  }));
  return [...each(inboundMessage, value["messages"]).flatMap(changeOfNotice), ...updates];
}

export interface Preference {
  waId: string | null;
  userId: string | null;
  value: string;
  at: Date;
}

/** Meta's own "stop" and "resume" (contract 3.8). */
export function parsePreferences(body: unknown): Preference[] {
  const { value } = changeBody.parse(body);
  return each(preference, value["user_preferences"]).map((one) => ({
    waId: one.wa_id || null,
    userId: one.user_id || null,
    value: one.value,
    at: new Date(one.timestamp * 1000),
  }));
}
