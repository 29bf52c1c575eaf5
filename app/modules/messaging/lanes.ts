import { FEWEST_ON_THEIR_WAY, roomAfter } from "./flight.rules.ts";
import type { Handed } from "./hand-over.ts";
import { MOST_PER_CLAIM } from "./pace.rules.ts";

/** What is on its way from this process, whichever number it leaves from, and who waits for room. */
const everywhere = { room: FEWEST_ON_THEIR_WAY, count: 0, waiting: new Set<() => void>() };

function give(count: number): void {
  everywhere.count -= count;
  for (const wake of everywhere.waiting) wake();
  everywhere.waiting.clear();
}

/** Waits until a whole claim has room: what is claimed must not wait for a connection. */
async function reserve(): Promise<number> {
  for (;;) {
    const most = Math.min(MOST_PER_CLAIM, everywhere.room);
    if (everywhere.count + most <= everywhere.room) {
      everywhere.count += most;
      return most;
    }
    await new Promise<void>((wake) => {
      everywhere.waiting.add(wake);
    });
  }
}

/** Hand-overs that run beside each other, and what they came to. */
export function lanes(onError: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  const state = { sent: 0, stuck: false };
  return {
    state,
    /** Claims as many as there is room for at most, and keeps as much room as `sizeOf` says it came to need. */
    async withRoom<T>(
      claim: (most: number) => Promise<T>,
      sizeOf: (claimed: T) => number,
    ): Promise<T> {
      const most = await reserve();
      let needed = 0;
      try {
        const claimed = await claim(most);
        needed = sizeOf(claimed);
        return claimed;
      } finally {
        give(most - needed);
      }
    },
    /** Runs a hand-over; its room is free again once `answered` is called, or at its end. */
    start(messages: number, handOver: (answered: () => void) => Promise<Handed>) {
      let held = messages;
      const free = () => {
        give(held);
        held = 0;
      };
      const lane = handOver(free)
        .then(
          (handed) => {
            state.sent += handed.sent;
            everywhere.room = roomAfter(everywhere.room, handed);
            // WhatsApp took none of them: the others would fare no better now.
            if (handed.sent === 0) state.stuck = true;
          },
          (error: unknown) => {
            state.stuck = true;
            onError(error);
          },
        )
        .finally(() => {
          running.delete(lane);
          free();
        });
      running.add(lane);
    },
    async untilDone() {
      await Promise.all(running);
    },
  };
}
