import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findRunning, type Running } from "#test/demo/running.ts";

const root = resolve(import.meta.dirname, "../..");

export interface DemoProcess {
  /** What it has printed so far. */
  output(): string;
  /** Waits until it has printed its address, then says what runs; throws when it ends before that. */
  untilReady(): Promise<Running>;
  /** Sends this signal to the launcher, as a terminal does, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
}

/** Runs the real `npm run demo` in this folder with what `npm test` has built. */
export function launchDemo(task: { dataDir: string; flags?: string[] }): DemoProcess {
  const { dataDir, flags = [] } = task;
  const words = ["--no-build", `--data-dir=${dataDir}`, ...flags];
  const child = spawn(process.execPath, [join(root, "test/demo/main.ts"), ...words], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let output = "";
  const ready = new Promise<boolean>((done) => {
    hearLines(child, (chunk) => {
      output += chunk;
      if (output.includes("Beckon is ready")) done(true);
    });
    child.on("close", () => done(false));
  });
  return {
    output: () => output,
    untilReady: async () => {
      const running = (await ready) ? await findRunning(dataDir) : undefined;
      if (!running) throw new Error(`The demo did not start:\n${output}`);
      return running;
    },
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

function hearLines(child: ChildProcess, hear: (chunk: string) => void): void {
  child.stdout?.on("data", (chunk: Buffer) => hear(chunk.toString("utf8")));
  child.stderr?.on("data", (chunk: Buffer) => hear(chunk.toString("utf8")));
}

export interface TestDemo extends Running {
  /** its data, logs and secrets */
  dataDir: string;
  stop(): Promise<void>;
}

/** A demo with an empty data folder and ports of its own; `stop` deletes the folder. */
export async function startTestDemo(options: { port: number; lang?: string }): Promise<TestDemo> {
  const dataDir = await mkdtemp(join(tmpdir(), "beckon-demo-"));
  const flags = [`--port=${options.port}`, `--lang=${options.lang ?? "en"}`];
  const demo = launchDemo({ dataDir, flags });
  const running = await demo.untilReady();
  return {
    ...running,
    dataDir,
    stop: async () => {
      await demo.end("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
