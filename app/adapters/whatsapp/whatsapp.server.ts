import { Pool } from "undici";
import type { GraphAnswer, WhatsAppApi } from "#app/ports/whatsapp.ts";
import { parseJson } from "./answer.ts";
import { mediaAnswer, mediaForm } from "./upload-media.ts";
import { openSend, type Wire } from "./open-send.server.ts";

export interface WhatsAppOptions {
  /** WHATSAPP_GRAPH_URL; may carry a path */
  graphUrl: string;
  /** WHATSAPP_GRAPH_VERSION, "v26.0" */
  version: string;
  /** WHATSAPP_APP_ID: sample uploads and Embedded Signup need it */
  appId?: string | undefined;
  /** WHATSAPP_APP_SECRET: Embedded Signup needs it */
  appSecret?: string | undefined;
  connections?: number;
  connectTimeoutMs?: number;
  answerTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** 2,000 messages/s at Meta-like 300 ms need about 600 in flight; opened as they are needed. */
const CONNECTIONS = 800;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

interface ManagementCall {
  method: "GET" | "POST" | "DELETE";
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
}

async function manage(wire: Wire, call: ManagementCall): Promise<GraphAnswer> {
  try {
    const { statusCode, body } = await wire.pool.request({
      method: call.method,
      path: `${wire.basePath}/${call.path.replace(/^\/+/, "")}`,
      headers: call.headers,
      body: call.body ?? null,
      signal: AbortSignal.timeout(wire.answerTimeoutMs),
    });
    return { httpStatus: statusCode, json: parseJson(await body.text()) };
  } catch (error) {
    // Without the query: it can carry secrets and codes.
    const [path] = call.path.split("?");
    throw new Error(`WhatsApp did not answer ${call.method} ${path}`, { cause: error });
  }
}

function textOf(json: unknown, field: string): string | null {
  if (typeof json !== "object" || json === null) return null;
  const value: unknown = Reflect.get(json, field);
  return typeof value === "string" ? value : null;
}

/** Two calls of the Resumable Upload API (contract 1.9): a session, then the bytes. */
async function uploadSample(
  wire: Wire,
  appId: string | undefined,
  sample: { token: string; mimeType: string; bytes: Uint8Array },
): Promise<string | null> {
  if (appId === undefined) return null;
  const query = new URLSearchParams({
    file_length: String(sample.bytes.length),
    file_type: sample.mimeType,
  });
  const opened = await manage(wire, {
    method: "POST",
    path: `${appId}/uploads?${query.toString()}`,
    headers: { authorization: `Bearer ${sample.token}` },
  });
  const session = textOf(opened.json, "id");
  if (session === null) return null;
  const uploaded = await manage(wire, {
    method: "POST",
    path: session,
    headers: { authorization: `OAuth ${sample.token}`, file_offset: "0" },
    body: Buffer.from(sample.bytes),
  });
  return textOf(uploaded.json, "h");
}

/** What only our Meta app may ask, in its own name. */
function askAsApp(wire: Wire, { appId = "", appSecret = "" }: WhatsAppOptions) {
  const ask = (path: string, query: Record<string, string>, headers: Record<string, string>) =>
    manage(wire, { method: "GET", path: `${path}?${new URLSearchParams(query)}`, headers });
  return {
    exchangeCode: (code: string) =>
      ask("oauth/access_token", { client_id: appId, client_secret: appSecret, code }, {}),
    inspectToken: (token: string) =>
      ask("debug_token", { input_token: token }, { authorization: `Bearer ${appId}|${appSecret}` }),
  };
}

/** The Cloud API over plain HTTP and kept-alive connections; one request per connection at a time. */
export function openWhatsApp(options: WhatsAppOptions): WhatsAppApi {
  const url = new URL(options.graphUrl);
  const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const wire: Wire = {
    pool: new Pool(url.origin, {
      connections: options.connections ?? CONNECTIONS,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs },
      headersTimeout: 0, // our own clock covers the whole answer
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    }),
    basePath: `${url.pathname.replace(/\/+$/, "")}/${options.version}`,
    openTimeoutMs: connectTimeoutMs,
    answerTimeoutMs: options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
  };
  return {
    appId: options.appId ?? null,
    ...askAsApp(wire, options),
    openSend: (request) => openSend(wire, request),
    call: ({ method, path, token, body }) =>
      manage(wire, {
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    uploadMedia: async ({ phoneNumberId, token, ...media }) => {
      const { body, contentType } = await mediaForm(media);
      const headers = { authorization: `Bearer ${token}`, "content-type": contentType };
      const path = `${phoneNumberId}/media`;
      return mediaAnswer(await manage(wire, { method: "POST", path, headers, body }));
    },
    uploadSample: (sample) => uploadSample(wire, options.appId, sample),
    close: () => wire.pool.close(),
  };
}
