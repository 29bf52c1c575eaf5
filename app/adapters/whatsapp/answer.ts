import { z } from "zod";
import type { SendOutcome } from "#app/ports/whatsapp.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import { keptText } from "#app/shared/kept-text.ts";

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

// Only what we use, and nothing strict: Meta adds fields without notice (contract 3.4).
const text = z.string().optional().catch(undefined);
const acceptedSchema = z.object({
  messages: z.array(z.object({ id: z.string().min(1), message_status: text })).min(1),
  contacts: z.array(z.object({ wa_id: text, user_id: text })).catch([]),
});
const errorSchema = z.object({
  error: z.object({
    code: z.coerce.number().pipe(z.int32()),
    error_subcode: z.coerce.number().int().optional().catch(undefined),
    message: text,
    // A string on template-management calls (contract 1.3).
    error_data: z
      .union([z.string(), z.object({ details: text }).transform((data) => data.details)])
      .optional()
      .catch(undefined),
  }),
});
const usageSchema = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().optional().catch(undefined) })),
);

const DETAIL_LENGTH = 300;
/** Meta's limits renew within the hour, a few within days: a longer wait is no answer to us. */
const LONGEST_WAIT_MS = 7 * DAY_MS;

export function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null; // a proxy's error page or half an answer: the caller has its status
  }
}

function header(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Milliseconds that Meta asks us to wait (contract 1.0: seconds in one header, minutes in the other). */
export function retryAfterMs(answer: HttpAnswer): number | null {
  const seconds = Number(header(answer, "retry-after") ?? Number.NaN);
  const usage = usageSchema.safeParse(
    parseJson(header(answer, "x-business-use-case-usage") ?? "null"),
  );
  const minutes = usage.success
    ? Object.values(usage.data).flatMap((rows) =>
        rows.map((row) => row.estimated_time_to_regain_access ?? 0),
      )
    : [];
  const waits = [Number.isFinite(seconds) ? seconds * 1000 : 0, ...minutes.map((m) => m * 60_000)];
  const longest = Math.max(...waits);
  return longest > 0 ? Math.min(longest, LONGEST_WAIT_MS) : null;
}

function fromError(answer: HttpAnswer, json: unknown): SendOutcome {
  const parsed = errorSchema.safeParse(json);
  if (!parsed.success && answer.status >= 500) {
    // Contract 2, last row: a server error without a code says nothing about the message.
    return { outcome: "unknown", detail: `HTTP ${answer.status} without an error code` };
  }
  const error = parsed.success ? parsed.data.error : null;
  const detail =
    error?.error_data ?? error?.message ?? `HTTP ${answer.status} without an error code`;
  return {
    outcome: "refused",
    httpStatus: answer.status,
    code: error?.code ?? null,
    subcode: error?.error_subcode ?? null,
    detail: keptText(detail, DETAIL_LENGTH),
    retryAfterMs: retryAfterMs(answer),
  };
}

type Taken = Extract<SendOutcome, { wamid: string }>;

function taken(json: unknown): Taken | null {
  const parsed = acceptedSchema.safeParse(json);
  const message = parsed.success ? parsed.data.messages[0] : undefined;
  if (!parsed.success || !message) return null;
  const contact = parsed.data.contacts[0];
  const status = message.message_status ?? "accepted";
  return {
    // "paused" is the third value in Meta's specification: it has the message and does not send it yet.
    outcome: status === "accepted" ? "accepted" : "held",
    wamid: message.id,
    waId: contact?.wa_id || null,
    userId: contact?.user_id || null,
  };
}

/** Nearly every answer is a success: the check of an error's shape costs as much as the rest of it. */
function namesAnError(json: unknown): boolean {
  return typeof json === "object" && json !== null && "error" in json;
}

/**
 * What a complete answer to a send means (contract 1.2, 1.3, 2). Only an answer with a code, or one
 * that blames our request (3xx, 4xx), is a definite refusal; what we cannot read is `unknown`.
 */
export function sendOutcome(answer: HttpAnswer): SendOutcome {
  const json = parseJson(answer.text);
  const isOk = answer.status >= 200 && answer.status < 300;
  const isRefusal = namesAnError(json) && errorSchema.safeParse(json).success;
  if (!isOk || isRefusal) return fromError(answer, json);
  const detail = `HTTP ${answer.status} without a message id`;
  return taken(json) ?? { outcome: "unknown", detail };
}
