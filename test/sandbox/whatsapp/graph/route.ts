import { isObject, parseJson } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { readBytes, sendJson, sendText } from "../http.ts";
import type { Exchange } from "../http.ts";
import type { Account, State } from "../state.ts";
import { deleteTemplates, editTemplate } from "../templates/change-template.ts";
import { createTemplate } from "../templates/create-template.ts";
import { listTemplates, templateFields } from "../templates/read-templates.ts";
import { changeStatus, templateById } from "../templates/template-store.ts";
import { accountFor, bearerToken, checkToken, senderFor } from "./access.ts";
import { numberFields, subscribe } from "./account-calls.ts";
import { deregisterNumber, registerNumber } from "./register-number.ts";
import { findMedia, mediaFields, uploadMedia } from "./media.ts";
import { readAccount } from "./pricing-analytics.ts";
import { GraphRefusal, errorEnvelope, refuse, refuseUnknownObject } from "./refusal.ts";
import { begin, sendMessage } from "./send-message.ts";
import { debugToken, exchangeCode } from "./token-calls.ts";
import { beginUpload, finishUpload } from "./upload-session.ts";

export const GRAPH_VERSION = "v26.0";
const BODY_MAX = 4 * 1024 * 1024;

/** Everything below /graph: messages on the fast path, the rest through one table. */
export async function handleGraph(state: State, exchange: Exchange): Promise<void> {
  const [, , version = "", id = "", edge = ""] = exchange.path.split("/");
  const isMessages = exchange.method === "POST" && edge === "messages";
  if (state.faults.outage === "refuse") return breakOff(state, exchange, isMessages);
  if (version === GRAPH_VERSION && isMessages) return sendMessage(state, exchange, id);
  if (state.faults.outage === "timeout") return;
  await answerOther(state, exchange, { version, id, edge });
}

type Target = { version: string; id: string; edge: string };

async function answerOther(state: State, exchange: Exchange, target: Target): Promise<void> {
  const { version, id, edge } = target;
  try {
    if (version === "media-files") return sendMediaFile(state, exchange, id);
    if (version !== GRAPH_VERSION) refuse(2500, `Unknown path components: /${version}`);
    if (state.faults.outage !== "none") refuse(2, "Service temporarily unavailable");
    sendJson(exchange.res, 200, await answer({ state, exchange, id, edge }));
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    sendJson(exchange.res, error.httpStatus, errorEnvelope(error));
  }
}

/** Breaks the connection before the body is read: nobody can tell what was in it. */
function breakOff(state: State, { req }: Exchange, isMessages: boolean): void {
  if (isMessages) begin(state, null).outcome = "refuse";
  req.socket.destroy();
}

type Call = { state: State; exchange: Exchange; id: string; edge: string };
type Authorised = Call & { token: string };

async function answer(call: Call): Promise<object> {
  const { state, exchange, id, edge } = call;
  const key = `${exchange.method} ${edge}`;
  const open = `${exchange.method} ${id}/${edge}`;
  if (open === "GET debug_token/") return debugToken(state, exchange);
  if (open === "GET oauth/access_token") return exchangeCode(state, exchange.query);
  const token = bearerToken(exchange.req);
  checkToken(state, token, "whatsapp_business_management");
  if (exchange.method === "POST" && id.startsWith("upload:")) return finishUpload(exchange);
  const handler = EDGES[key];
  if (!handler) refuse(2500, `Unknown path components: /${edge}`);
  return handler({ ...call, token });
}

const EDGES: Readonly<Record<string, (call: Authorised) => object | Promise<object>>> = {
  "GET ": readObject,
  "POST ": async (call) => editTemplate(call.state, template(call), await jsonBody(call)),
  "DELETE ": (call) => {
    const media = findMedia(call.state, call.id);
    if (!media || !mayUse(call, media.wabaId)) refuseUnknownObject(call.id);
    call.state.media.delete(call.id);
    return { success: true };
  },
  "POST media": (call) => {
    const { account } = senderFor(call.state, call.token, call.id);
    return uploadMedia(call.state, account.wabaId, call.exchange);
  },
  "POST uploads": (call) => beginUpload(call.exchange),
  "POST register": async (call) => {
    const { number } = senderFor(call.state, call.token, call.id);
    return registerNumber(call.state, number, await jsonBody(call));
  },
  "POST deregister": (call) => {
    const { number } = senderFor(call.state, call.token, call.id);
    return deregisterNumber(call.state, number);
  },
  "POST unpause": (call) => {
    const paused = template(call);
    if (paused.status !== "PAUSED") return { success: false, reason: "template is not paused" };
    changeStatus(call.state, paused, { event: "REINSTATED", reason: "NONE", title: "UNPAUSE" });
    return { success: true };
  },
  "GET message_templates": (call) => {
    account(call);
    const pageUrl = `${call.state.url}${call.exchange.path}`;
    return listTemplates(call.state, call.id, { query: call.exchange.query, pageUrl });
  },
  "POST message_templates": async (call) =>
    createTemplate(call.state, account(call), await jsonBody(call)),
  "DELETE message_templates": (call) =>
    deleteTemplates(call.state, account(call), call.exchange.query),
  "GET phone_numbers": (call) => {
    const numbers = [...call.state.numbers.values()].filter(
      (n) => n.wabaId === account(call).wabaId,
    );
    const fields = call.exchange.query.get("fields");
    return {
      data: numbers.map((n) => numberFields({ number: n, account: account(call) }, fields)),
    };
  },
  "POST subscribed_apps": async (call) =>
    subscribe(call.state, account(call), parseJson(await textBody(call))),
  "GET subscribed_apps": (call) => ({
    data: account(call).subscribed ? [{ whatsapp_business_api_data: { name: "Beckon" } }] : [],
  }),
  "DELETE subscribed_apps": (call) => {
    account(call).subscribed = false;
    call.state.touch();
    return { success: true };
  },
};

function account(call: Authorised): Account {
  return accountFor(call.state, call.token, call.id);
}

function mayUse(call: Authorised, wabaId: string): boolean {
  return call.state.accounts.get(wabaId)?.token === call.token;
}

function template(call: Authorised) {
  const found = templateById(call.state, call.id);
  if (!found || !mayUse(call, found.wabaId)) refuseUnknownObject(call.id);
  return found;
}

/** GET /{id}: an account, a number, an upload or a template. */
function readObject(call: Authorised): object {
  const { state, id, token } = call;
  const fields = call.exchange.query.get("fields");
  if (state.accounts.has(id)) return readAccount(state, account(call), fields);
  if (state.numbers.has(id)) return numberFields(senderFor(state, token, id), fields);
  const media = findMedia(state, id);
  if (media && mayUse(call, media.wabaId)) return mediaFields(state, media);
  return templateFields(template(call), fields);
}

async function textBody(call: Call): Promise<string> {
  return (await readBytes(call.exchange.req, BODY_MAX))?.toString("utf8") ?? "";
}

async function jsonBody(call: Call): Promise<JsonObject> {
  const body = parseJson(await textBody(call));
  if (!isObject(body)) refuse(100, "The request body is not a JSON object");
  return body;
}

/** The bytes behind a media link: needs the token too, and lives 5 minutes (contract 1.9). */
function sendMediaFile(state: State, { req, res, query }: Exchange, id: string): void {
  const token = bearerToken(req);
  const media = findMedia(state, id);
  const mine = media && state.accounts.get(media.wabaId)?.token === token;
  if (!media || !mine || Number(query.get("until")) < Date.now()) {
    sendText(res, "", { status: 404 });
    return;
  }
  res.writeHead(200, { "content-type": media.mimeType, "content-length": media.bytes.length });
  res.end(media.bytes);
}
