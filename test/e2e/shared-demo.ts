import { randomInt } from "node:crypto";
import type { TestProject } from "vitest/node";
import type { Running } from "#test/demo/running.ts";
import { startTestDemo } from "#test/support/demo.ts";

declare module "vitest" {
  interface ProvidedContext {
    demo: Running & { dataDir: string };
  }
}

/** vitest's global set-up: one demo for all browser tests, started as `npm run demo` starts it. */
export default async function startSharedDemo(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...running } = await startTestDemo({ port: demoPort() });
  project.provide("demo", running);
  return stop;
}

/**
 * A port to begin with: the demo takes five in a row, and goes round those that are taken. Below the range that
 * systems give out by themselves, so that no connection of another program comes in between.
 */
export function demoPort(): number {
  return 10_000 + 10 * randomInt(2_000);
}
