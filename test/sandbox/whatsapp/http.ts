import type { IncomingMessage, ServerResponse } from "node:http";

export type Exchange = {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  path: string;
  query: URLSearchParams;
};

/** Splits the URL once; the messages path has no query, so the common case stays cheap. */
export function exchangeOf(req: IncomingMessage, res: ServerResponse): Exchange {
  const url = req.url ?? "/";
  const mark = url.indexOf("?");
  return {
    req,
    res,
    method: req.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
  };
}

/** The whole body; null when it is larger than `max` bytes. */
export async function readBytes(req: IncomingMessage, max: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = req;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= max) chunks.push(chunk);
  }
  return size <= max ? Buffer.concat(chunks) : null;
}

/** What arrived of a body, and whether it is all; more than `max` bytes are dropped. */
export async function readBegun(
  req: IncomingMessage,
  max: number,
): Promise<{ bytes: Buffer; complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = req;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size <= max) chunks.push(chunk);
    }
  } catch (error) {
    if (!req.destroyed) throw error;
    return { bytes: Buffer.concat(chunks), complete: false }; // the caller went away
  }
  return { bytes: size <= max ? Buffer.concat(chunks) : Buffer.alloc(0), complete: true };
}

export function sendJson(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(body),
    "facebook-api-version": "v26.0",
  });
  res.end(body);
}

export function sendText(
  res: ServerResponse,
  text: string,
  head: { status?: number; type?: string } = {},
): void {
  res.writeHead(head.status ?? 200, { "content-type": head.type ?? "text/html; charset=utf-8" });
  res.end(text);
}
