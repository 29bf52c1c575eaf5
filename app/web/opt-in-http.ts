import type { IncomingMessage, ServerResponse } from "node:http";
import {
  checkSessionToken,
  type SessionToken,
} from "#app/adapters/shopify/session-token.server.ts";
import {
  type AccountAnswer,
  type OptInAnswer,
  readAccount,
  recordOptIn,
} from "#app/modules/optin/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import { readBody } from "./read-body.ts";

const MAX_BYTES = 16 * 1024;

/** Extensions run in a worker of another origin, sometimes "null" (contract 4.6). No cookies, so any may ask. */
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "Authorization, Content-Type",
  "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
  "Access-Control-Max-Age": "7200",
};

export interface OptInLine {
  deps: Deps;
  apiKey: string;
  secrets: readonly string[];
}

function bearer(request: IncomingMessage): string {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

/** The message tells the extension's author what to do; it is never shown to a shopper. */
function refuse(response: ServerResponse, status: number, code: string): number {
  const messages: Record<string, string> = {
    method: "Send a GET or a POST.",
    token_missing: "Send the session token as Authorization: Bearer.",
    token_expired: "The session token has expired. Ask for a new one and send again.",
    token_invalid: "The session token is not valid for this app.",
    too_large: "The body may have at most 16 KB.",
  };
  answer(response, status, { json: { error: { code, message: messages[code] } }, headers: CORS });
  return status;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** What the session token says, or the status that was answered because it says nothing good. */
function tokenOf(line: OptInLine, { request, response }: Exchange): SessionToken | number {
  const token = bearer(request);
  if (token === "") return refuse(response, 401, "token_missing");
  const { apiKey, secrets } = line;
  const checked = checkSessionToken(token, { apiKey, secrets, now: new Date() });
  if (checked.ok) return checked.token;
  line.deps.log.info("optin.token_refused", { reason: checked.reason });
  return refuse(response, 401, checked.reason === "expired" ? "token_expired" : "token_invalid");
}

type Refused = Extract<OptInAnswer | AccountAnswer, { outcome: "refused" }>;

function sendRefusal(response: ServerResponse, { status, code, message }: Refused): number {
  const headers = status === 429 ? { ...CORS, "Retry-After": "60" } : CORS;
  answer(response, status, { json: { error: { code, message } }, headers });
  return status;
}

/** GET: where the customer stands whom the token names. */
async function handleRead(line: OptInLine, exchange: Exchange, ip: string): Promise<number> {
  const claims = tokenOf(line, exchange);
  if (typeof claims === "number") return claims;
  const result = await readAccount(line.deps, { claims, ip });
  if (result.outcome === "refused") return sendRefusal(exchange.response, result);
  answer(exchange.response, 200, { json: result.view, headers: CORS });
  return 200;
}

/** POST: a tick, an unticking, or a switch in the account. */
async function handleRecord(line: OptInLine, exchange: Exchange, ip: string): Promise<number> {
  const { request, response } = exchange;
  const read = await readBody(request, { maxBytes: MAX_BYTES });
  if (read.outcome === "aborted") return 400;
  if (read.outcome !== "read") return refuse(response, 413, "too_large");
  const claims = tokenOf(line, exchange);
  if (typeof claims === "number") return claims;
  const result = await recordOptIn(line.deps, {
    claims,
    rawBody: read.body.toString("utf8"),
    ip,
    userAgent: request.headers["user-agent"] ?? null,
  });
  if (result.outcome === "refused") return sendRefusal(response, result);
  answer(response, 200, { json: result, headers: CORS });
  return 200;
}

/**
 * /api/opt-in for Shopify extensions, which prove the shop (and the customer who is logged in) by a
 * session token. Every answer carries CORS headers, or the extension could not read a refusal.
 */
export async function handleOptIn(
  line: OptInLine,
  exchange: Exchange,
  ip: string,
): Promise<number> {
  switch (exchange.request.method) {
    case "OPTIONS":
      answer(exchange.response, 204, { headers: CORS });
      return 204;
    case "GET":
      return handleRead(line, exchange, ip);
    case "POST":
      return handleRecord(line, exchange, ip);
    case undefined:
    default:
      return refuse(exchange.response, 405, "method");
  }
}
