import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureBuilt } from "#test/support/ensure-build.ts";
import type { DemoArguments } from "./arguments.ts";
import { type DemoDatabase, startDatabase, stopLeftOver } from "./database.ts";
import { appEnvironment, sandboxEnvironment } from "./environment.ts";
import { untilHealthy } from "./health.ts";
import { type Part, runToEnd, startPart } from "./part.ts";
import { addresses, choosePorts, type Ports } from "./places.ts";
import { forgetRunning, writeRunning } from "./running.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";

export interface Demo {
  url: string;
  /** Settles only when something that should run has ended, and says what. */
  broken: Promise<string>;
  /** Worker, web, sandbox, PostgreSQL, in this order: nobody loses what it still needs. */
  stop(): Promise<void>;
  /** For the impatient: ends the processes at once; PostgreSQL recovers at the next start. */
  kill(): void;
}

/** What belongs to one demo and goes with --reset; what was built stays. */
const OWN_FILES = ["postgres", "sandbox", "logs", "demo.json", "running.json"];

export async function resetDemo(dataDir: string): Promise<void> {
  await stopLeftOver(dataDir);
  for (const name of OWN_FILES) await rm(join(dataDir, name), { recursive: true, force: true });
}

/** Starts everything; whatever has been started is stopped again when a step fails or `signal` says to stop. */
export async function startDemo(
  args: DemoArguments,
  context: { announce: (line: string) => void; signal: AbortSignal },
): Promise<Demo> {
  const { announce, signal } = context;
  const started = new Started(args.dataDir);
  try {
    const secrets = await loadSecrets(args.dataDir);
    const ports = await choosePorts({ first: args.port, dataDir: args.dataDir, announce });
    announce(
      existsSync(join(args.dataDir, "postgres"))
        ? "Starting PostgreSQL with the data of last time …"
        : "Starting PostgreSQL with an empty database …",
    );
    const task = { args, announce, signal, ports, secrets, started };
    await prepare(task);
    signal.throwIfAborted();
    await startParts(task);
    signal.throwIfAborted();
    return { url: addresses(ports).url, ...started.asDemo() };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

interface Task {
  args: DemoArguments;
  announce: (line: string) => void;
  signal: AbortSignal;
  ports: Ports;
  secrets: Secrets;
  started: Started;
}

/** The database and the build do not need each other. */
async function prepare({ args, announce, signal, ports, secrets, started }: Task): Promise<void> {
  const database = startDatabase({
    dataDir: args.dataDir,
    port: ports.postgres,
    appPassword: secrets.databasePassword,
  }).then((ready) => {
    started.database = ready;
  });
  const build = args.build
    ? ensureBuilt(["web", "extension", "account"], announce, signal)
    : Promise.resolve();
  const results = await Promise.allSettled([database, build]);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function startParts({
  args,
  announce,
  signal,
  ports,
  secrets,
  started,
}: Task): Promise<void> {
  if (!started.database) throw new Error("The database has not been started.");
  const logDir = join(args.dataDir, "logs");
  const places = addresses(ports);
  const env = appEnvironment({ ports, secrets, databaseUrl: started.database.appUrl });
  announce("Starting the stand-ins, web and worker …");
  const sandbox = started.part({
    name: "sandbox",
    script: "test/sandbox/main.ts",
    env: sandboxEnvironment({ ports, secrets, args }),
    logDir,
  });
  const web = started.part({ name: "web", script: "app/web/main.ts", env, logDir });
  started.part({ name: "worker", script: "app/worker/main.ts", env, logDir });
  await writeRunning(args.dataDir, {
    pid: process.pid,
    parts: started.parts.map(({ pid }) => pid),
    ...places,
    ownerUrl: started.database.ownerUrl,
  });
  await Promise.all([
    untilHealthy(sandbox, places.url, signal),
    untilHealthy(web, `${places.appUrl}/health/ready`, signal),
  ]);
  announce("Setting up the demo shop …");
  const seedEnv = { ...env, WHATSAPP_ACCESS_TOKEN: secrets.WHATSAPP_ACCESS_TOKEN };
  await runToEnd({ name: "seed", script: "test/demo/seed.ts", env: seedEnv, logDir });
}

/** What runs so far, in the order in which it was started. */
class Started {
  database: DemoDatabase | undefined;
  readonly parts: Part[] = [];
  readonly #dataDir: string;
  #stopping = false;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  part(task: Parameters<typeof startPart>[0]): Part {
    const part = startPart(task);
    this.parts.push(part);
    return part;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const part of this.parts.toReversed()) await part.stop();
    await this.database?.server.stop();
    await forgetRunning(this.#dataDir);
  }

  asDemo(): Omit<Demo, "url"> {
    const ends = this.parts.map(({ ended }) => ended);
    if (this.database) ends.push(this.database.ended);
    // A part that ends because we stop it is no news.
    const broken = Promise.race(ends).then((how) =>
      this.#stopping ? new Promise<string>(() => undefined) : how,
    );
    return {
      broken,
      stop: () => this.stop(),
      kill: () => this.parts.forEach((part) => part.kill()),
    };
  }
}
