import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runToEnd, startPart } from "./part.ts";

const root = resolve(import.meta.dirname, "../..");
let dir = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "beckon-part-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function script(name: string, source: string): Promise<string> {
  await writeFile(join(dir, name), source);
  return relative(root, join(dir, name));
}

test("a part that dies says how, with the end of its log", async () => {
  const path = await script("dies.mjs", 'console.log("could not bind"); process.exit(3);');
  const part = startPart({ name: "dies", script: path, env: {}, logDir: dir });
  expect(await part.ended).toMatch(/"dies" ended with code 3[^]*could not bind/);
});

test("a part is stopped by SIGTERM and may finish what it is doing", async () => {
  const path = await script(
    "stops.mjs",
    'process.on("SIGTERM", () => setTimeout(() => process.exit(0), 50)); console.log("up"); setInterval(() => {}, 1000);',
  );
  const part = startPart({ name: "stops", script: path, env: {}, logDir: dir });
  await expect.poll(() => readLog("stops")).toContain("up");
  await part.stop();
  expect(await part.ended).toContain("ended with code 0");
});

test("a step that fails throws with the end of its log", async () => {
  const path = await script("fails.mjs", 'throw new Error("no shop");');
  const step = runToEnd({ name: "fails", script: path, env: {}, logDir: dir });
  await expect(step).rejects.toThrow("no shop");
});

function readLog(name: string): Promise<string> {
  return readFile(join(dir, `${name}.log`), "utf8");
}
