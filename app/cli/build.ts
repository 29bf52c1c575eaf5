// Builds what production and the demo serve: the web app (build/) and the UI extensions (extensions/*/dist).
//   npm run build            all
//   npm run build -- web     one of them
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const remix = createRequire(import.meta.url).resolve("@remix-run/dev/dist/cli.js");

const PARTS: Record<string, { args: string[]; cwd: string }> = {
  web: { args: [remix, "vite:build"], cwd: root },
  extension: { args: ["build.mjs"], cwd: join(root, "extensions/whatsapp-opt-in") },
  account: { args: ["build.mjs"], cwd: join(root, "extensions/whatsapp-account") },
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const part = PARTS[name];
  if (!part) throw new Error(`Unknown part "${name}": ${Object.keys(PARTS).join(", ")}`);
  const started = Date.now();
  // Whoever asks for a build, tests included, gets the one that production serves.
  const env = { ...process.env, NODE_ENV: "production" as const };
  const result = spawnSync(process.execPath, part.args, { cwd: part.cwd, env, stdio: "inherit" });
  if (result.status !== 0) {
    console.error(`Building ${name} failed.`);
    process.exit(result.status ?? 1);
  }
  console.log(`Built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}
