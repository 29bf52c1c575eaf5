import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./ports.ts";
import { findRedis } from "./system-needs.ts";

export interface TestRedis {
  /** What REDIS_URL gets. */
  url: string;
  stop(): Promise<void>;
}

/** Starts an empty Redis (or Valkey) that keeps nothing on disk, on a free port unless one is named. */
export async function startRedis(wantedPort?: number): Promise<TestRedis> {
  const binary = findRedis();
  if (!binary) throw new Error("There is no Redis server; `npm test` says how to install it.");
  const dir = await mkdtemp(join(tmpdir(), "beckon-redis-"));
  const port = wantedPort ?? (await freePort());
  const flags = { port: String(port), bind: "127.0.0.1", save: "", appendonly: "no", dir };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(binary, args, { stdio: "ignore" });
  const ended = once(server, "exit");
  await untilItListens(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      if (server.exitCode === null) server.kill("SIGTERM");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilItListens(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await answers(port)) return;
    await wait(50);
  }
  throw new Error(`The Redis server did not open port ${port} within 5 s.`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
