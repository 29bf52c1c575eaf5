import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

interface Part {
  /** Folders and files whose content decides; tests and what was built are left out. */
  sources: string[];
  result: string;
}

const PARTS = {
  web: {
    sources: ["app", "public", "vite.config.ts", "package-lock.json"],
    result: "build/server/index.js",
  },
  extension: {
    sources: ["extensions/whatsapp-opt-in", "package-lock.json"],
    result: "extensions/whatsapp-opt-in/dist/whatsapp-opt-in.js",
  },
  account: {
    sources: ["extensions/whatsapp-account", "extensions/whatsapp-opt-in", "package-lock.json"],
    result: "extensions/whatsapp-account/dist/whatsapp-account.js",
  },
} satisfies Record<string, Part>;

export type BuildPart = keyof typeof PARTS;

/** Builds the parts whose sources changed since their last build, after `announce` was told which; `signal` ends it. */
export async function ensureBuilt(
  parts: BuildPart[],
  announce: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const name of parts) {
    const part: Part = PARTS[name];
    const stamp = join(root, ".beckon", "built", name);
    const wanted = await fingerprint(part.sources);
    const built = await readFile(stamp, "utf8").catch(() => "");
    if (built === wanted && existsSync(join(root, part.result))) continue;
    announce(`Building ${name} …`);
    await build(name, signal);
    await mkdir(join(root, ".beckon", "built"), { recursive: true });
    await writeFile(stamp, wanted);
  }
}

async function fingerprint(sources: string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesOf(join(root, source))) {
      hash.update(file).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

async function filesOf(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (!entries) return [path]; // a file: it cannot be listed
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/(dist|node_modules|generated)\/|\.test\.tsx?$/.test(file))
    .sort();
}

/** Prints what the build says only when it fails: its warnings would bury the progress lines. */
async function build(name: string, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [join(root, "app/cli/build.ts"), name], {
    cwd: root,
    ...(signal ? { signal } : {}),
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((done, failed) => child.on("error", failed).on("close", done));
  if (code !== 0) {
    throw new Error(`Building ${name} failed:\n${Buffer.concat(chunks).toString("utf8")}`);
  }
}
