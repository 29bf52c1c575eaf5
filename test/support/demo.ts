import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findRunning, type Running } from "#test/demo/running.ts";

const root = resolve(import.meta.dirname, "../..");

export interface TestDemo extends Running {
  stop(): Promise<void>;
}

/**
 * Starts the real `npm run demo` with an empty data folder and ports of its own, as a stranger would, and resolves
 * when it has printed its address. Needs what `npm test` has built.
 */
export async function startTestDemo(options: { port: number; lang?: string }): Promise<TestDemo> {
  const dataDir = await mkdtemp(join(tmpdir(), "beckon-demo-"));
  const flags = ["--no-build", `--port=${options.port}`, `--data-dir=${dataDir}`];
  const child = spawn(
    process.execPath,
    [join(root, "test/demo/main.ts"), ...flags, `--lang=${options.lang ?? "en"}`],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  let output = "";
  const ready = new Promise<boolean>((done) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output.includes("Beckon is ready")) done(true);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("close", () => done(false));
  });
  const running = (await ready) ? await findRunning(dataDir) : undefined;
  if (!running) throw new Error(`The demo did not start:\n${output}`);
  return {
    ...running,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
