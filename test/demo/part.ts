import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const preload = new URL("./exit-with-parent.mjs", import.meta.url).href;
/** How long a part may take to end in peace after SIGTERM. */
const GRACE_MS = 5000;

/** One process of the demo: web, worker, sandbox. */
export interface Part {
  name: string;
  pid: number;
  /** Settles only when the process ends: a message that says how, with the end of its log. */
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL for one that does not listen. Resolves when the process is gone. */
  stop(): Promise<void>;
  kill(): void;
}

export interface PartTask {
  name: string;
  script: string;
  args?: string[];
  env: Record<string, string>;
  logDir: string;
}

/** Starts a script of the project as a process group of its own, so that Ctrl-C reaches the launcher alone. */
export function startPart(task: PartTask): Part {
  const log = join(task.logDir, `${task.name}.log`);
  const child = spawnLogged(task, log);
  const exit = once(child, "exit");
  return {
    name: task.name,
    pid: child.pid ?? 0,
    ended: exit.then(() => describeEnd(task.name, child, log)),
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await exit;
      clearTimeout(timer);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Runs a script of the project to its end; throws with the end of its log when it fails. */
export async function runToEnd(task: PartTask): Promise<void> {
  const log = join(task.logDir, `${task.name}.log`);
  const child = spawnLogged(task, log);
  await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(describeEnd(task.name, child, log));
}

function spawnLogged(task: PartTask, log: string): ChildProcess {
  const script = join(root, task.script);
  if (!existsSync(script)) throw new Error(`There is no ${task.script} in this project.`);
  mkdirSync(task.logDir, { recursive: true });
  const file = openSync(log, "w");
  const child = spawn(process.execPath, ["--import", preload, script, ...(task.args ?? [])], {
    cwd: root,
    env: { ...process.env, ...task.env },
    detached: true,
    stdio: ["ignore", file, file, "ipc"],
  });
  closeSync(file);
  return child;
}

function describeEnd(name: string, child: ChildProcess, log: string): string {
  const how = child.signalCode
    ? `was ended by ${child.signalCode}`
    : `ended with code ${child.exitCode}`;
  const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-20);
  return `The part "${name}" ${how}. Its log, ${log}, ends with:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
