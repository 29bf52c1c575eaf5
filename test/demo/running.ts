import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { isAlive } from "#test/support/is-alive.ts";

const Running = z.object({
  pid: z.number(),
  parts: z.array(z.number()),
  /** The one address for people. */
  url: z.string(),
  appUrl: z.string(),
  shopifyUrl: z.string(),
  whatsappUrl: z.string(),
  /** Superuser of the demo's own database. */
  ownerUrl: z.string(),
});

/** What a running demo says about itself in `running.json` of its data folder, for tests and for a second start. */
export type Running = z.infer<typeof Running>;

const fileOf = (dataDir: string) => join(dataDir, "running.json");

/** The demo that runs from this folder, or undefined. Waits for the parts of one that was killed to notice. */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(fileOf(dataDir), "utf8").catch(() => "");
  if (text === "") return undefined;
  const found = Running.parse(JSON.parse(text));
  if (isAlive(found.pid)) return found;
  for (let attempt = 0; attempt < 100 && found.parts.some(isAlive); attempt += 1) await wait(100);
  return undefined;
}

export async function writeRunning(dataDir: string, running: Running): Promise<void> {
  await mkdir(dirname(fileOf(dataDir)), { recursive: true });
  await writeFile(fileOf(dataDir), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}
