import { z } from "zod";

const RETRY_MS = 500;

const answerSchema = z.object({ offsetMs: z.number() });

/** The sandbox's copy of business time: real time plus the offset that the app keeps. */
export type SandboxClock = {
  now(): Date;
  offsetMs(): number;
  /** Sets the app's offset and then our own; throws with a reason when the app refuses or is away. */
  moveTo(offsetMs: number): Promise<void>;
  /** Asks the app until it answers; quiet, because the app starts at the same time as we do. */
  follow(signal: AbortSignal): Promise<void>;
};

/** `appUrl`: origin of the app, whose `/standin/clock` holds the offset. */
export function createSandboxClock(appUrl: string): SandboxClock {
  let offset = 0;
  const ask = async (init: RequestInit) => {
    const response = await fetch(`${appUrl}/standin/clock`, init);
    if (!response.ok) throw new Error(`The app answered ${response.status} about its clock`);
    offset = answerSchema.parse(await response.json()).offsetMs;
  };
  return {
    now: () => new Date(Date.now() + offset),
    offsetMs: () => offset,
    moveTo: (offsetMs) =>
      ask({
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ offsetMs }),
        signal: AbortSignal.timeout(10_000),
      }),
    follow: async (signal) => {
      while (!signal.aborted) {
        const answered = await ask({ signal }).then(
          () => true,
          () => false,
        );
        if (answered) return;
        await pause(RETRY_MS, signal);
      }
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
