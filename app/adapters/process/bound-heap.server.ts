import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The heap may grow by so many per cent of what is in use before the next full collection. */
const GROWTH_PERCENT = 40;

/**
 * Keeps a process's memory near what it uses. By default V8 lets old objects pile up to a multiple of that before it
 * collects them: a burst of messages or of webhooks, all of which outlive a young collection, left 60 to 80 MB behind.
 */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}

/**
 * Gives back what only the start needed, by one thorough collection (0.2 s): to be called once, when all is loaded.
 * Loading takes 130 MB more than what stays. V8 returns them by chance or never, and measures the next collection by
 * the last one, so that the first burst could leave another 100 MB behind.
 */
export function forgetStart(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const how = { type: "major", execution: "sync", flavor: "last-resort" };
  if (typeof collect === "function") Reflect.apply(collect, undefined, [how]);
}

/**
 * Keeps the room for young objects as it is now: V8 doubles it while many of them survive, up to 64 MB that it does not
 * give back. Young objects are then collected more often: web spends half as much again on a flood of webhooks that
 * come one by one, and a sixth fewer messages a second are settled there; in batches there is no difference.
 */
export function keepYoungSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
