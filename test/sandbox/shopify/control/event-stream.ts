import type { Response } from "express";
import type { Store } from "../store.ts";

/** Server-sent events: one `data: {"kind":…}` per change of the store. */
export function eventStream(store: Store, response: Response): void {
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  response.write('data: {"kind":"hello"}\n\n');
  const send = (event: object) => void response.write(`data: ${JSON.stringify(event)}\n\n`);
  store.events.on("change", send);
  response.on("close", () => store.events.off("change", send));
}
