import type { IncomingMessage, ServerResponse } from "node:http";
import { sealDelivery, whatsAppDeliveries } from "#app/modules/intake/index.ts";
import { keptText } from "#app/shared/kept-text.ts";
import { answer } from "./answer.ts";
import type { IntakeLine } from "./intake-line.ts";
import { readBody } from "./read-body.ts";
import { isSameSecret, isSigned } from "./signature.ts";

/** Meta batches up to 1,000 updates in a POST (contract 3.3). */
const MAX_BYTES = 16 * 1024 * 1024;

/** GET: Meta asks whether this address is ours (contract 3.1). */
export function handleWhatsAppChallenge(
  verifyToken: string,
  request: IncomingMessage,
  response: ServerResponse,
): number {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const token = searchParams.get("hub.verify_token") ?? "";
  const isOurs = searchParams.get("hub.mode") === "subscribe" && isSameSecret(token, verifyToken);
  if (isOurs) answer(response, 200, { text: searchParams.get("hub.challenge") ?? "" });
  else answer(response, 403, { text: "Wrong verify token" });
  return response.statusCode;
}

async function readSigned(
  request: IncomingMessage,
  secrets: readonly string[],
): Promise<{ body: Buffer } | { status: number; text: string }> {
  const read = await readBody(request, { maxBytes: MAX_BYTES });
  if (read.outcome === "aborted") return { status: 400, text: "" };
  if (read.outcome === "no_room") return { status: 503, text: "Send it again" };
  if (read.outcome !== "read") return { status: 413, text: "Larger than 16 MB" };
  const header = request.headers["x-hub-signature-256"];
  const value = /^sha256=([0-9a-f]{64})$/i.exec(typeof header === "string" ? header : "")?.[1];
  if (value === undefined) return { status: 401, text: "No X-Hub-Signature-256" };
  if (isSigned(read.body, { value, encoding: "hex" }, secrets)) return { body: read.body };
  return { status: 401, text: "X-Hub-Signature-256 does not match" };
}

/** Escapes of what no text of the database can hold: the character 0, and halves of a pair (whole ones stay). */
const UNKEEPABLE = /\\u(?:0000|d[89a-f])/i;

function keepable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? keptText(value) : value;
}

function parsePost(body: Buffer): unknown {
  try {
    const text = body.toString("utf8");
    return UNKEEPABLE.test(text) ? JSON.parse(text, keepable) : JSON.parse(text);
  } catch {
    return null; // reported by the caller; sending it again would not mend it
  }
}

/** Who may send what to an address. */
export interface WebhookSender {
  secrets: readonly string[];
  /** Only changes of this account are taken (a merchant's own Meta app), and it is told of messages. */
  only?: { shopId: string; wabaId: string; onMessages?: (() => Promise<void>) | undefined };
}

/**
 * POST /webhooks/whatsapp: 200 once every change of a shop we know is durable. An account that
 * belongs to no shop has nowhere to be stored: counted and logged, and still 200, since Meta would
 * repeat the whole POST for a week.
 */
export async function handleWhatsAppWebhook(
  line: IntakeLine,
  exchange: { request: IncomingMessage; response: ServerResponse },
  sender: WebhookSender,
): Promise<number> {
  const { request, response } = exchange;
  const read = await readSigned(request, sender.secrets);
  if ("status" in read) {
    const isFull = read.status === 503;
    if (isFull) line.deps.log.error("alarm.webhook_no_room", { from: "whatsapp" });
    answer(response, read.status, {
      text: read.text,
      ...(isFull ? { headers: { Connection: "close" } } : {}),
    });
    return read.status;
  }
  const { changes, unreadable } = whatsAppDeliveries(parsePost(read.body));
  if (unreadable > 0) {
    line.count("whatsapp_unreadable");
    line.deps.log.error("whatsapp.webhook_unreadable", { bytes: read.body.length, unreadable });
  }
  const { only } = sender;
  const stored = changes.map(async ({ wabaId, delivery }) => {
    const isForeign = only !== undefined && wabaId !== only.wabaId;
    const shopId = isForeign ? null : (only?.shopId ?? (await line.shopIdOfAccount(wabaId)));
    if (shopId === null) {
      line.count("whatsapp_unknown_account");
      line.deps.log.warn("whatsapp.unknown_account", { wabaId, field: delivery.topic });
      return;
    }
    await line.store(sealDelivery(line.deps, { ...delivery, shopId }));
  });
  await Promise.all(stored);
  const isOwn = (change: { wabaId: string; delivery: { topic: string } }) =>
    change.wabaId === only?.wabaId && change.delivery.topic === "messages";
  if (only?.onMessages && changes.some(isOwn)) await only.onMessages();
  answer(response, 200);
  return 200;
}
