import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveryLog } from "./delivery-log.ts";
import { createFifo } from "./fifo.ts";
import { createPoster, type PosterOptions } from "./webhook-post.ts";
import type { Delivery, Outcome, WebhookMode } from "./webhook.types.ts";

export type LaneOptions = PosterOptions & {
  concurrency?: number | undefined;
  /** Waits before the 8 retries; Shopify spreads them over 4 hours. */
  backoffMs?: number[] | undefined;
  /** How long "shuffle" collects before it sends in random order. */
  shuffleWindowMs?: number | undefined;
};

export type Lane = {
  add(delivery: Delivery): void;
  setMode(mode: WebhookMode): void;
  mode(): WebhookMode;
  /** What is neither delivered nor given up. */
  pending(): Delivery[];
  drained(timeoutMs: number): Promise<boolean>;
  clear(): void;
  close(): Promise<void>;
};

const DEFAULT_BACKOFF_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000];

/** The queue of deliveries: how many at a time, in which order and how often is the mode's matter. */
export function createLane(options: LaneOptions, log: DeliveryLog): Lane {
  const sending = createSending(options, log);
  let mode: WebhookMode = "normal";
  let held: Delivery[] = [];

  const flush = () => {
    const batch = held;
    held = [];
    sending.push(mode === "shuffle" || mode === "storm" ? shuffled(batch) : batch);
  };
  const add = (delivery: Delivery) => {
    const isDoubled = mode === "duplicate" || mode === "storm";
    const copies = isDoubled ? [delivery, { ...delivery }] : [delivery];
    sending.track(copies);
    if (mode === "normal" || mode === "duplicate") return sending.push(copies);
    const isFirst = held.length === 0;
    held.push(...copies);
    if (isFirst && mode !== "hold") sending.later(options.shuffleWindowMs ?? 300, flush);
  };
  return {
    add,
    mode: () => mode,
    setMode: (next) => {
      const isReleased = mode === "hold" && next !== "hold";
      mode = next === "release" ? "normal" : next;
      if (isReleased) flush();
    },
    pending: sending.pending,
    drained: sending.drained,
    clear: () => {
      sending.clear();
      held = [];
      mode = "normal";
    },
    close: sending.close,
  };
}

type Sending = Pick<Lane, "pending" | "drained" | "clear" | "close"> & {
  track(deliveries: Delivery[]): void;
  push(deliveries: Delivery[]): void;
  later(ms: number, run: () => void): void;
};

function createSending(options: LaneOptions, log: DeliveryLog): Sending {
  const poster = createPoster(options);
  const backoffMs = options.backoffMs ?? DEFAULT_BACKOFF_MS;
  const concurrency = options.concurrency ?? 64;
  const ready = createFifo<Delivery>();
  const live = new Set<Delivery>();
  const timers = createTimers();
  let active = 0;
  let isClosed = false;

  const settle = (delivery: Delivery, outcome: Outcome) => {
    active--;
    const waitMs = outcome.kind === "delivered" ? undefined : backoffMs[delivery.attempt - 1];
    const isGivenUp = outcome.kind !== "delivered" && waitMs === undefined;
    log.add(delivery, { ...outcome, isGivenUp });
    if (waitMs === undefined) live.delete(delivery);
    else if (live.has(delivery)) timers.later(waitMs, () => push([delivery]));
    pump();
  };
  const pump = () => {
    while (!isClosed && active < concurrency) {
      const delivery = ready.take();
      if (!delivery) return;
      active++;
      delivery.attempt++;
      void poster.post(delivery).then((outcome) => settle(delivery, outcome));
    }
  };
  const push = (deliveries: Delivery[]) => {
    for (const delivery of deliveries) ready.add(delivery);
    pump();
  };
  return {
    push,
    later: timers.later,
    track: (deliveries) => deliveries.forEach((delivery) => live.add(delivery)),
    pending: () => [...live],
    drained: async (timeoutMs) => {
      const endsAt = Date.now() + timeoutMs;
      while (live.size > 0 && Date.now() < endsAt) await sleep(10);
      return live.size === 0;
    },
    clear: () => {
      timers.clear();
      live.clear();
      ready.clear();
    },
    close: async () => {
      isClosed = true;
      timers.clear();
      await poster.close();
    },
  };
}

function createTimers(): { later(ms: number, run: () => void): void; clear(): void } {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later: (ms, run) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Fisher-Yates on a copy. */
function shuffled<T>(items: T[]): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  return result;
}
