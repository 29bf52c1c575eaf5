import type { IncomingMessage } from "node:http";

export type ReadBody =
  | { outcome: "read"; body: Buffer }
  /** `head` is how it began, at most `keep` bytes; every byte went through `observe` */
  | { outcome: "too_large"; head: Buffer }
  | { outcome: "endless" }
  | { outcome: "aborted" };

interface Limits {
  /** more bytes than this are not kept */
  maxBytes: number;
  /** more bytes than this are not even read; default: `maxBytes` */
  readBytes?: number;
  /** how much of a body that is too large is kept */
  keep?: number;
  observe?(chunk: Buffer): void;
}

/** Reads a request's raw bytes up to a limit. Never rejects. */
export function readBody(request: IncomingMessage, limits: Limits): Promise<ReadBody> {
  const { maxBytes, readBytes = maxBytes, keep = 0, observe } = limits;
  return new Promise((done) => {
    let chunks: Buffer[] = [];
    let total = 0;
    let head: Buffer | null = null;
    request.on("data", (chunk: Buffer) => {
      total += chunk.length;
      if (total > readBytes) {
        request.pause();
        request.removeAllListeners("data");
        done(head ? { outcome: "endless" } : { outcome: "too_large", head: Buffer.alloc(0) });
        return;
      }
      observe?.(chunk);
      if (head) return;
      chunks.push(chunk);
      if (total <= maxBytes) return;
      head = Buffer.concat(chunks).subarray(0, keep);
      chunks = [];
    });
    request.on("end", () => {
      if (head) done({ outcome: "too_large", head });
      else
        done({
          outcome: "read",
          body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
        });
    });
    request.on("close", () => done({ outcome: "aborted" }));
    request.on("error", () => done({ outcome: "aborted" }));
  });
}
