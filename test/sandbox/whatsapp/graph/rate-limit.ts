import type { PhoneNumber, State } from "../state.ts";
import { refuse } from "./refusal.ts";

/** Messages per second and number (contract 5.2). */
const THROUGHPUT = { STANDARD: 80, HIGH: 1000, NOT_APPLICABLE: 20 } as const;

/** Counts a send in its real-time second; above the limit of the faults it is 130429. */
export function countSend(state: State, number: PhoneNumber): void {
  const { rateLimitPerSecond } = state.faults;
  if (rateLimitPerSecond === null) return;
  const limit =
    rateLimitPerSecond === "throughput" ? THROUGHPUT[number.throughput] : rateLimitPerSecond;
  const second = Math.floor(Date.now() / 1000);
  const window = state.sendWindows.get(number.id);
  if (!window || window.second !== second) {
    state.sendWindows.set(number.id, { second, count: 1 });
    return;
  }
  window.count += 1;
  if (window.count > limit) {
    refuse(130429, "Cloud API message throughput has been reached", { transient: true });
  }
}
