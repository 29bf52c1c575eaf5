import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What the tests need from the machine besides packages, and the Debian package that brings it. */
export const NEEDS = {
  browser: { find: findChromium, debianPackage: "chromium", what: "Chromium" },
  redis: { find: findRedis, debianPackage: "redis-server", what: "a Redis server" },
} as const;

export type Need = keyof typeof NEEDS;

/** Where Chromium lies, or undefined; CHROMIUM_PATH wins. */
export function findChromium(): string | undefined {
  const named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const mac = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return process.env.CHROMIUM_PATH ?? firstInPath(named) ?? mac.find((path) => existsSync(path));
}

/** Where a Redis or Valkey server lies, or undefined. */
export function findRedis(): string | undefined {
  return firstInPath(["redis-server", "valkey-server"]);
}

function firstInPath(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not ours to run
  }
}

/** BECKON_SKIP=browser,redis names what may be missing; anything else in it is a mistake worth hearing about. */
export function skippedNeeds(value: string | undefined): Set<Need> {
  const words = (value ?? "").split(",").map((word) => word.trim());
  const wrong = words.filter((word) => word !== "" && !isNeed(word));
  if (wrong.length > 0) {
    throw new Error(
      `BECKON_SKIP knows ${Object.keys(NEEDS).join(" and ")}, not ${wrong.join(", ")}.`,
    );
  }
  return new Set(words.filter(isNeed));
}

function isNeed(word: string): word is Need {
  return word in NEEDS;
}

/** Installs what is missing where that is possible (Debian, as root); throws with what to install where it is not. */
export function provideNeeds(needs: Need[]): void {
  const missing = needs.filter((need) => NEEDS[need].find() === undefined);
  if (missing.length === 0) return;
  const packages = missing.map((need) => NEEDS[need].debianPackage);
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (mayInstall) installDebian(packages);
  const still = missing.filter((need) => NEEDS[need].find() === undefined);
  if (still.length > 0) throw new Error(howToInstall(still));
}

function installDebian(packages: string[]): void {
  console.log(`Installing ${packages.join(" and ")} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  for (const args of [["update", "--quiet"], install]) {
    const result = spawnSync("apt-get", args, { env, encoding: "utf8" });
    if (result.status !== 0)
      console.log(`apt-get ${args[0]} failed:\n${result.stdout}${result.stderr}`);
  }
}

/** What to say where we may not install. */
export function howToInstall(missing: Need[]): string {
  const packages = missing.map((need) => NEEDS[need].debianPackage).join(" ");
  return [
    `The tests need ${missing.map((need) => NEEDS[need].what).join(" and ")}, which this machine lacks.`,
    `  Debian, Ubuntu:  sudo apt-get install ${packages}`,
    `  macOS:           brew install ${packages.replace("chromium", "--cask chromium").replace("redis-server", "redis")}`,
    `  or leave out what needs it:  BECKON_SKIP=${missing.join(",")} npm test`,
  ].join("\n");
}
