import { z } from "zod";

const text = z.string().nullish().catch(null);

/** Text of any kind that a person can send us: free text, button taps, captions. */
const inboundMessage = z.object({
  id: z.string().min(1),
  from: text,
  from_user_id: text,
  timestamp: z.coerce.number(),
  type: z.string().catch("unknown"),
  text: z.object({ body: z.string() }).nullish().catch(null),
  button: z.object({ payload: text, text }).nullish().catch(null),
  interactive: z
    .object({ button_reply: z.object({ id: z.string(), title: text }).nullish() })
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

type InboundBody = z.infer<typeof inboundMessage>;

/** What was tapped, for both kinds of buttons: under a template, and under a session message. */
function tapOf(one: InboundBody): { payload: string | null; label: string | null } {
  const reply = one.interactive?.button_reply;
  if (reply) return { payload: reply.id, label: reply.title ?? null };
  return { payload: one.button?.payload ?? null, label: one.button?.text ?? null };
}

function readInbound(one: InboundBody): Inbound {
  const { payload, label } = tapOf(one);
  return {
    wamid: one.id,
    waId: one.from || null,
    userId: one.from_user_id || null,
    at: new Date(one.timestamp * 1000),
    type: one.type,
    text: one.text?.body ?? label,
    payload,
    contextWamid: one.context?.id ?? null,
  };
}

export function parseInbound(body: unknown): Inbound[] {
  const { value } = changeBody.parse(body);
  return each(inboundMessage, value["messages"]).map(readInbound);
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
