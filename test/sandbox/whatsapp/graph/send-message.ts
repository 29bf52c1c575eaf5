import { setTimeout as sleep } from "node:timers/promises";
import { isObject, parseJson, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { sameNumber } from "../delivery/message-statuses.ts";
import { readBegun, sendJson, sendText } from "../http.ts";
import type { Exchange } from "../http.ts";
import type { BegunEntry } from "../request-log.ts";
import type { State } from "../state.ts";
import { acceptMessage } from "./accept-message.ts";
import { bearerToken, checkToken, senderFor } from "./access.ts";
import { readEnvelope } from "./envelope.ts";
import type { Sender } from "./envelope.ts";
import { markAsRead } from "./mark-as-read.ts";
import { countSend } from "./rate-limit.ts";
import { GraphRefusal, errorEnvelope, refuse } from "./refusal.ts";
import { checkSessionMessage } from "./session-message.ts";
import { checkTemplateSend } from "./template-send.ts";

const BODY_MAX = 1024 * 1024;
const CALLBACK_FIELD = "biz_opaque_callback_data";
const CALLBACK_DATA = /"biz_opaque_callback_data":\s*"([^"\\]{1,512})"/;

/**
 * POST /{phone-number-id}/messages. A send is in the log as begun before anything else happens to
 * it, then the faults that were ordered strike, then the request is checked and accepted.
 */
export async function sendMessage(
  state: State,
  exchange: Exchange,
  phoneNumberId: string,
): Promise<void> {
  const { req, res } = exchange;
  const arrived = await readBegun(req, BODY_MAX);
  if (!arrived.complete) return breaksOff(state, arrived.bytes);
  const raw = arrived.bytes.toString("utf8");
  const parsed = parseJson(raw);
  const body = isObject(parsed) ? parsed : null;
  const isSend = body === null || body["status"] === undefined;
  const begun = isSend ? begin(state, body) : null;
  if (strike(state, exchange, { begun, raw })) return;
  const { status, answer } = answerFor(state, { exchange, phoneNumberId, body, raw, isSend });
  const drops = state.faults.outage === "accept_then_drop";
  if (begun) begun.outcome = status === 200 ? (drops ? "accept_then_drop" : "accepted") : "refused";
  if (drops) {
    req.socket.destroy();
    return;
  }
  if (state.faults.latencyMs > 0) await sleep(state.faults.latencyMs);
  sendJson(res, status, answer);
}

/** A request that ended in the middle had begun all the same; nothing of it is accepted. */
function breaksOff(state: State, bytes: Buffer): void {
  const callbackData = CALLBACK_DATA.exec(bytes.toString("utf8"))?.[1];
  begin(state, callbackData === undefined ? null : { [CALLBACK_FIELD]: callbackData }).outcome =
    "broken_off";
}

export function begin(state: State, body: JsonObject | null): BegunEntry {
  const callbackData = textOrNull(body?.[CALLBACK_FIELD]);
  return state.log.begin(new Date().toISOString(), callbackData);
}

/** Outages in which nothing is accepted; true when the request ends here. */
function strike(
  state: State,
  { req, res }: Exchange,
  { begun, raw }: { begun: BegunEntry | null; raw: string },
): boolean {
  const { outage } = state.faults;
  if (outage === "none" || outage === "accept_then_drop") return false;
  if (begun) begun.outcome = outage;
  // "timeout" is never answered: the caller gives up, or the stand-in is closed.
  if (outage === "refuse") req.socket.destroy();
  if (outage === "http502") sendText(res, "<html><body>Bad Gateway</body></html>", { status: 502 });
  if (outage === "http500") {
    const refusal = new GraphRefusal(131016, "Service temporarily unavailable", {
      transient: true,
    });
    logRefusal(state, refusal, raw);
    sendJson(res, refusal.httpStatus, errorEnvelope(refusal));
  }
  return true;
}

type Incoming = {
  exchange: Exchange;
  phoneNumberId: string;
  body: JsonObject | null;
  raw: string;
  isSend: boolean;
};

function answerFor(state: State, incoming: Incoming): { status: number; answer: object } {
  try {
    return { status: 200, answer: process(state, incoming) };
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    logRefusal(state, error, incoming.raw);
    return { status: error.httpStatus, answer: errorEnvelope(error) };
  }
}

function process(state: State, incoming: Incoming): object {
  const { exchange, phoneNumberId, body, raw, isSend } = incoming;
  const token = bearerToken(exchange.req);
  checkToken(state, token, "whatsapp_business_messaging");
  const sender = senderFor(state, token, phoneNumberId);
  const type = exchange.req.headers["content-type"] ?? "";
  if (!type.includes("application/json") || !body) refuse(100, "The request body is not JSON");
  if (!sender.number.registered) refuse(133010, "The phone number is not registered");
  if (!isSend) return markAsRead(state, phoneNumberId, body);
  countSend(state, sender.number);
  orderedError(state, textOrNull(body["to"]) ?? "");
  return checkAndAccept(state, sender, { body, raw });
}

function checkAndAccept(
  state: State,
  sender: Sender,
  { body, raw }: { body: JsonObject; raw: string },
): object {
  const envelope = readEnvelope(state, sender, body);
  if (envelope.type === "template") {
    const { template, pictureLink } = checkTemplateSend(
      state,
      sender.account.wabaId,
      envelope.content,
    );
    return acceptMessage(state, { sender, envelope, template, pictureLink, raw });
  }
  const pictureLink = checkSessionMessage(state, sender, envelope);
  return acceptMessage(state, { sender, envelope, template: null, pictureLink, raw });
}

/** Answers the error that a test ordered for this recipient, as often as it ordered it. */
function orderedError(state: State, to: string): void {
  const waId = to.replace(/\D/g, "");
  const ordered = state.faults.errors.find(
    (error) => error.times !== 0 && (error.to === undefined || sameNumber(error.to, waId)),
  );
  if (!ordered) return;
  if (ordered.times !== undefined) ordered.times -= 1;
  refuse(ordered.code, "ordered through the control API");
}

function logRefusal(state: State, refusal: GraphRefusal, raw: string): void {
  state.log.refuse({
    at: new Date().toISOString(),
    httpStatus: refusal.httpStatus,
    code: refusal.code,
    details: refusal.details,
    raw,
  });
  state.events.tell({ kind: "refused", number: null });
}
