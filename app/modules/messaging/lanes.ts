import { MOST_PER_CLAIM } from "./pace.rules.ts";

/**
 * Messages on their way at once from this process, whichever number they leave from: each holds a
 * connection to WhatsApp, of which there are as many (adapters/whatsapp).
 */
const MOST_ON_THEIR_WAY = 800;

const everywhere = { count: 0, waiting: new Set<() => void>() };

function give(count: number): void {
  everywhere.count -= count;
  for (const wake of everywhere.waiting) wake();
  everywhere.waiting.clear();
}

/** Waits until a whole claim has room: what is claimed must not wait for a connection. */
async function reserve(): Promise<void> {
  while (everywhere.count + MOST_PER_CLAIM > MOST_ON_THEIR_WAY) {
    await new Promise<void>((wake) => {
      everywhere.waiting.add(wake);
    });
  }
  everywhere.count += MOST_PER_CLAIM;
}

/** Hand-overs that run beside each other, and what they came to. */
export function lanes(onError: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  const state = { sent: 0, stuck: false };
  return {
    state,
    /** Runs a claim once there is room for it, and keeps as much room as `sizeOf` says it came to need. */
    async withRoom<T>(claim: () => Promise<T>, sizeOf: (claimed: T) => number): Promise<T> {
      await reserve();
      let needed = 0;
      try {
        const claimed = await claim();
        needed = sizeOf(claimed);
        return claimed;
      } finally {
        give(MOST_PER_CLAIM - needed);
      }
    },
    start(messages: number, work: Promise<number>) {
      const lane = work
        .then(
          (sent) => {
            state.sent += sent;
            // WhatsApp took none of them: the others would fare no better now.
            if (sent === 0) state.stuck = true;
          },
          (error: unknown) => {
            state.stuck = true;
            onError(error);
          },
        )
        .finally(() => {
          running.delete(lane);
          give(messages);
        });
      running.add(lane);
    },
    async untilDone() {
      await Promise.all(running);
    },
  };
}
