/** Messages on their way at once: with slow answers a number still reaches its rate. */
const MOST_OF_A_NUMBER = 400;
/** Of all numbers of this process: every one of them holds a connection to WhatsApp. */
const MOST_OF_ALL = 500;

/** What is on its way from this process, whichever number it leaves from. */
const everywhere = { count: 0, waiting: new Set<() => void>() };

function landed(count: number): void {
  everywhere.count -= count;
  for (const wake of everywhere.waiting) wake();
  everywhere.waiting.clear();
}

/** Hand-overs that run beside each other, and what they came to. */
export function lanes(onError: (error: unknown) => void) {
  const running = new Set<Promise<void>>();
  const state = { sent: 0, stuck: false };
  let count = 0;
  const hasRoom = () => count < MOST_OF_A_NUMBER && everywhere.count < MOST_OF_ALL;
  return {
    state,
    start(messages: number, work: Promise<number>) {
      count += messages;
      everywhere.count += messages;
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
          count -= messages;
          running.delete(lane);
          landed(messages);
        });
      running.add(lane);
    },
    /** Waits until another claim may be taken. */
    async untilRoom() {
      while (!hasRoom()) {
        await new Promise<void>((wake) => {
          everywhere.waiting.add(wake);
        });
      }
    },
    async untilDone() {
      await Promise.all(running);
    },
  };
}
