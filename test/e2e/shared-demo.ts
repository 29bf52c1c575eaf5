import type { TestProject } from "vitest/node";
import type { Running } from "#test/demo/running.ts";
import { startTestDemo } from "#test/support/demo.ts";
import { freePort } from "#test/support/ports.ts";

declare module "vitest" {
  interface ProvidedContext {
    demo: Running;
  }
}

/** vitest's global set-up: one demo for all browser tests, started as `npm run demo` starts it. */
export default async function startSharedDemo(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...running } = await startTestDemo({ port: await demoPort() });
  project.provide("demo", running);
  return stop;
}

/** The demo takes five ports in a row, the highest of them must exist. */
async function demoPort(): Promise<number> {
  return Math.min(await freePort(), 60_000);
}
