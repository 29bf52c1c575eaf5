import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

export interface AnswerBody {
  text?: string;
  html?: string;
  json?: unknown;
  headers?: OutgoingHttpHeaders;
}

function contentOf(body: AnswerBody): { type: string; content: string } {
  if (body.json !== undefined) {
    return { type: "application/json", content: JSON.stringify(body.json) };
  }
  if (body.html !== undefined) return { type: "text/html; charset=utf-8", content: body.html };
  return { type: "text/plain; charset=utf-8", content: body.text ?? "" };
}

/** Refusals that come before the body was read to its end. */
const BODY_LEFT: ReadonlySet<number> = new Set([411, 413]);

/** Ends a request that is answered before Remix. Nothing of ours may be cached or sniffed. */
export function answer(response: ServerResponse, status: number, body: AnswerBody = {}): void {
  if (response.headersSent || response.destroyed) return;
  const { type, content } = contentOf(body);
  response.writeHead(status, {
    ...(content === "" ? {} : { "Content-Type": type }),
    ...(status === 204 ? {} : { "Content-Length": Buffer.byteLength(content) }),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    // Nobody reads what is left of such a body: the connection would hang half open.
    ...(BODY_LEFT.has(status) ? { Connection: "close" } : {}),
    ...body.headers,
  });
  response.end(content);
}
