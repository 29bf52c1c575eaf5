import { setTimeout as pause } from "node:timers/promises";

/** Repeats what may fail while something is being restarted. */
export async function untilDone<T>(work: () => Promise<T>, patienceMs = 60_000): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(200);
    }
  }
}
