import { randomInt } from "node:crypto";
import type { TestProject } from "vitest/node";
import type { Running } from "#test/demo/running.ts";
import { startTestDemo } from "#test/support/demo.ts";
import { berlinHour, HOUR_MS, hoursUntil } from "./berlin.ts";

declare module "vitest" {
  interface ProvidedContext {
    demo: Running & { dataDir: string };
  }
}

/** vitest's global set-up: one demo for all browser tests, started as `npm run demo` starts it. */
export default async function startSharedDemo(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...running } = await startTestDemo({ port: demoPort() });
  await beginInTheMorning(running.url);
  project.provide("demo", running);
  return stop;
}

const MORNING = 9;

/** Whenever the stories are run, they begin at the same hour: none is green by day only. */
async function beginInTheMorning(url: string): Promise<void> {
  const hours = hoursUntil(new Date(), 0, (at) => berlinHour(at) === MORNING);
  const moved = await fetch(`${url}/api/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ forwardMs: hours * HOUR_MS }),
  });
  if (!moved.ok) throw new Error(`The demo's clock answered ${moved.status}`);
}

/**
 * A port to begin with: the demo takes five in a row, and goes round those that are taken. Below the range that
 * systems give out by themselves, so that no connection of another program comes in between.
 */
export function demoPort(): number {
  return 10_000 + 10 * randomInt(2_000);
}
