import type { Deps } from "#app/ports/deps.ts";
import { insertTaps, type Tap } from "./links.store.server.ts";

const GATHER_MS = 100;
const KEEP_AT_MOST = 50_000;

/**
 * Taps are written after the redirect has been answered, many in one statement, so that a tap never
 * waits for them. What is gathered is written on shutdown too; only a killed process loses the last
 * tenth of a second, and a lost tap costs a credit, never a message.
 */
export class TapRecorder {
  private waiting: Tap[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  add(tap: Tap): void {
    if (this.waiting.length >= KEEP_AT_MOST) {
      this.deps.log.error("taps.dropped", { waiting: this.waiting.length });
      return;
    }
    this.waiting.push(tap);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Resolves when everything added so far is stored (or put back, and logged). */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = [];
    this.writing = this.writing.then(() => this.write(batch));
    await this.writing;
  }

  private async write(batch: Tap[]): Promise<void> {
    for (const [shopId, taps] of Map.groupBy(batch, (tap) => tap.shopId)) {
      try {
        await this.deps.db.inShop(shopId, (tx) => insertTaps(tx, shopId, taps));
      } catch (error) {
        const message = error instanceof Error ? error.message : "unknown";
        this.deps.log.warn("taps.retry", { taps: taps.length, message });
        this.waiting.push(...taps);
        this.timer ??= setTimeout(() => void this.flush(), 1000);
      }
    }
  }
}

const recorders = new WeakMap<Deps, TapRecorder>();

/** The process's recorder; one per deps. */
export function tapRecorder(deps: Deps): TapRecorder {
  const known = recorders.get(deps);
  if (known) return known;
  const made = new TapRecorder(deps);
  recorders.set(deps, made);
  return made;
}
