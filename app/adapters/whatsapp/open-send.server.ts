import type { Readable } from "node:stream";
import type { Pool } from "undici";
import type { OpenedSend, SendOutcome, SendRequest } from "#app/ports/whatsapp.ts";
import { type HttpAnswer, sendOutcome } from "./answer.ts";
import { heldBody } from "./held-body.ts";

export interface Wire {
  pool: Pool;
  /** "/v26.0", after whatever path the Graph URL has */
  basePath: string;
  openTimeoutMs: number;
  answerTimeoutMs: number;
}

type NotSent = Extract<SendOutcome, { outcome: "not_sent" }>;
type Exchange = { answer: HttpAnswer } | { error: Error };

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function exchange(wire: Wire, options: Parameters<Pool["request"]>[0]): Promise<Exchange> {
  try {
    const { statusCode, headers, body } = await wire.pool.request(options);
    return { answer: { status: statusCode, headers, text: await body.text() } };
  } catch (error) {
    return { error: asError(error) };
  }
}

/**
 * Puts everything but the last byte of one send on the wire. The caller then writes down that the
 * request has begun, and finishes it; or aborts, and nothing was sent.
 */
export async function openSend(wire: Wire, request: SendRequest): Promise<OpenedSend | NotSent> {
  const body = heldBody(JSON.stringify(request.body));
  const cancel = new AbortController();
  const abort = (why: string) => {
    body.withdraw();
    cancel.abort(new Error(why));
  };
  const exchanged = exchange(wire, {
    method: "POST",
    path: `${wire.basePath}/${encodeURIComponent(request.phoneNumberId)}/messages`,
    headers: {
      authorization: `Bearer ${request.token}`,
      "content-type": "application/json",
      "content-length": String(body.length),
    },
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- undici takes async iterables, its types forgot them
    body: body.chunks() as unknown as Readable,
    signal: cancel.signal,
  }).then((result) => {
    body.withdraw(); // a connection that broke must not leave the generator waiting
    return result;
  });
  const onSignal = () => abort("withdrawn by the caller");
  request.signal?.addEventListener("abort", onSignal, { once: true });
  if (request.signal?.aborted) onSignal();
  const late = setTimeout(() => abort("could not be opened in time"), wire.openTimeoutMs);
  const first = await Promise.race([body.handed, exchanged]);
  clearTimeout(late);
  request.signal?.removeEventListener("abort", onSignal);
  if (first && "error" in first) return { outcome: "not_sent", detail: first.error.message };
  return {
    abort: () => abort("withdrawn by the caller"),
    finish: async () => {
      body.release();
      const timer = setTimeout(() => abort("no answer in time"), wire.answerTimeoutMs);
      const result = await exchanged;
      clearTimeout(timer);
      if ("answer" in result) return sendOutcome(result.answer);
      const detail = result.error.message;
      return body.isComplete() ? { outcome: "unknown", detail } : { outcome: "not_sent", detail };
    },
  };
}
