import { setTimeout as wait } from "node:timers/promises";
import type { Part } from "./part.ts";

const PATIENCE_MS = 60_000;

/** Waits until this address answers 200; throws when the part behind it ends, on `signal`, and after a minute. */
export async function untilHealthy(part: Part, url: string, signal: AbortSignal): Promise<void> {
  const died = part.ended.then((how) => {
    throw new Error(how);
  });
  await Promise.race([died, answers(part.name, url, signal)]);
}

async function answers(name: string, url: string, signal: AbortSignal): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    signal.throwIfAborted();
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await wait(100);
  }
  throw new Error(
    `The part "${name}" runs but ${url} did not answer within ${PATIENCE_MS / 1000} s.`,
  );
}
