import type { ServerResponse } from "node:http";

export type StandInEvent = { kind: string; number: string | null };

const GATHER_MS = 80;
const HEARTBEAT_MS = 15_000;

/** Tells open pages what changed (SSE). In a burst equal events are told once per 80 ms. */
export class EventHub {
  private readonly listeners = new Set<ServerResponse>();
  private waiting = new Map<string, StandInEvent>();
  private timer: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;

  listen(res: ServerResponse): void {
    res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    res.write(": open\n\n");
    this.listeners.add(res);
    res.on("close", () => this.listeners.delete(res));
    this.heartbeat ??= setInterval(() => this.write(": beat\n\n"), HEARTBEAT_MS);
  }

  tell(event: StandInEvent): void {
    if (this.listeners.size === 0) return;
    this.waiting.set(`${event.kind}|${event.number ?? ""}`, event);
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.heartbeat) clearInterval(this.heartbeat);
    for (const listener of this.listeners) listener.end();
  }

  private flush(): void {
    this.timer = null;
    const events = [...this.waiting.values()];
    this.waiting = new Map();
    this.write(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
  }

  private write(text: string): void {
    for (const listener of this.listeners) listener.write(text);
  }
}
