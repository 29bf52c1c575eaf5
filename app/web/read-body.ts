import type { IncomingMessage } from "node:http";

export type ReadBody =
  | { outcome: "read"; body: Buffer }
  /** `head` is how it began, at most `keep` bytes; every byte went through `observe` */
  | { outcome: "too_large"; head: Buffer }
  | { outcome: "endless" }
  /** so many large bodies are being sent that this one has to come again */
  | { outcome: "no_room" }
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

/**
 * What all bodies that are still on their way may hold of the process's memory. Nobody has proven who they
 * are before their last byte: without this, some hundred connections that stop one byte short are its end.
 */
const ROOM_BYTES = 128 * 1024 * 1024;
/** Bodies up to here, nearly all there are, come in however full it is. */
const ALWAYS_BYTES = 64 * 1024;
let heldBytes = 0;

/** Reads a request's raw bytes up to a limit. Never rejects. */
export function readBody(request: IncomingMessage, limits: Limits): Promise<ReadBody> {
  const { maxBytes, readBytes = maxBytes, keep = 0, observe } = limits;
  return new Promise((settle) => {
    let chunks: Buffer[] = [];
    let total = 0;
    let held = 0;
    let head: Buffer | null = null;
    const hold = (bytes: number) => {
      heldBytes += bytes - held;
      held = bytes;
    };
    const done = (read: ReadBody) => {
      hold(0);
      settle(read);
    };
    const stop = (read: ReadBody) => {
      request.pause();
      request.removeAllListeners("data");
      chunks = [];
      done(read);
    };
    request.on("data", (chunk: Buffer) => {
      total += chunk.length;
      if (total > readBytes) {
        return stop(
          head ? { outcome: "endless" } : { outcome: "too_large", head: Buffer.alloc(0) },
        );
      }
      observe?.(chunk);
      if (head) return;
      chunks.push(chunk);
      hold(total);
      if (heldBytes > ROOM_BYTES && total > ALWAYS_BYTES) return stop({ outcome: "no_room" });
      if (total <= maxBytes) return;
      head = Buffer.concat(chunks).subarray(0, keep);
      chunks = [];
      hold(0);
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
