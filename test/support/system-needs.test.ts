import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findRedis, howToInstall, skippedNeeds } from "./system-needs.ts";

let empty = "";
beforeEach(() => {
  empty = mkdtempSync(join(tmpdir(), "beckon-path-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(empty, { recursive: true });
});

test("BECKON_SKIP names what may be left out", () => {
  expect([...skippedNeeds("browser, redis")]).toEqual(["browser", "redis"]);
  expect([...skippedNeeds(undefined)]).toEqual([]);
});

test("a misspelt BECKON_SKIP is refused instead of being ignored", () => {
  expect(() => skippedNeeds("browsers")).toThrow(
    "BECKON_SKIP knows browser and redis, not browsers",
  );
});

test("a program that is not in PATH is missing", () => {
  vi.stubEnv("PATH", empty);
  expect(findRedis()).toBeUndefined();
});

test("what is missing is named together with the command that installs it", () => {
  const text = howToInstall(["browser", "redis"]);
  expect(text).toContain("apt-get install chromium redis-server");
  expect(text).toContain("BECKON_SKIP=browser,redis npm test");
});
