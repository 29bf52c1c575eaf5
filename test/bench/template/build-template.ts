import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const require = createRequire(import.meta.url);

/** Where the server's build lies. */
export const templateBuild = join(root, ".beckon/bench/template/build/server/index.js");

async function run(script: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((done, failed) => child.on("error", failed).on("close", done));
  if (code !== 0) throw new Error(`Building the template's route failed:\n${output}`);
}

/** Generates the template's Prisma client and builds its Remix app for production. */
export async function buildTemplate(): Promise<void> {
  const schema = join(import.meta.dirname, "schema.prisma");
  await run(require.resolve("prisma/build/index.js"), ["generate", `--schema=${schema}`]);
  const remix = require.resolve("@remix-run/dev/dist/cli.js");
  await run(remix, ["vite:build", "--config", join(import.meta.dirname, "vite.config.ts")]);
}
