import express, { type Response, type Router } from "express";
import type { BulkOperations } from "./bulk.types.ts";

/**
 * The files of bulk operations. In Shopify they lie at a storage host under a signed address, which asks
 * for no token, takes ranges, and is gone after seven days.
 */
export function bulkFiles(bulk: BulkOperations): Router {
  const router = express.Router();
  router.get("/bulk/:token.jsonl", (request, response) => {
    const text = bulk.file(request.params.token);
    if (!text)
      return void response.status(403).type("xml").send("<Error><Code>ExpiredToken</Code></Error>");
    const from = Number(/^bytes=(\d+)-$/.exec(request.get("range") ?? "")?.[1] ?? 0);
    if (from > 0 && from >= text.length) return void response.status(416).end();
    response.status(from > 0 ? 206 : 200).set({
      "Content-Type": "application/jsonl",
      "Content-Length": String(text.length - from),
      ...(from > 0 ? { "Content-Range": `bytes ${from}-${text.length - 1}/${text.length}` } : {}),
    });
    send(response, text.subarray(from), bulk.faults.cutAfterBytes);
  });
  return router;
}

/** Sends it whole, or breaks the connection off on the way. */
function send(response: Response, text: Buffer, cutAfterBytes: number | null): void {
  if (cutAfterBytes === null || cutAfterBytes >= text.length) return void response.end(text);
  response.write(text.subarray(0, cutAfterBytes), () => {
    setTimeout(() => response.destroy(), 20);
  });
}
