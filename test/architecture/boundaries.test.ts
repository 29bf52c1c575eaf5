import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ACCOMPLICES, LAWFUL_FILES, PLANTS } from "./planted-violations.ts";

const root = resolve(import.meta.dirname, "../..");
const cli = join(root, "node_modules/.bin/depcruise");

const Report = z.object({
  modules: z.array(z.unknown()),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
});
const Config = z.object({ forbidden: z.array(z.object({ name: z.string() })) });

/** Runs the real rules over a tree; resolves with `file > rule` lines, one per violation. */
async function violations(tree: string): Promise<string[]> {
  const args = [cli, "app", "extensions", "test", "--config", ".dependency-cruiser.cjs"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // The null reporter's exit code would hide which rule it was; json always ends with 0.
    [...args, "--output-type", "json"],
    { cwd: tree, maxBuffer: 256 * 1024 * 1024 },
  );
  const report = Report.parse(JSON.parse(stdout));
  if (report.modules.length === 0) throw new Error("dependency-cruiser saw no files");
  return report.summary.violations.map(
    (found) => `${found.from} > ${found.rule.name} > ${found.to}`,
  );
}

function source(imports: string[]): string {
  const lines = imports.map((specifier, index) =>
    specifier.startsWith("type ")
      ? `import type * as part${index} from "${specifier.slice(5)}";\nexport type Part${index} = typeof part${index};`
      : `import * as part${index} from "${specifier}";\nexport const use${index} = part${index};`,
  );
  return [...lines, "export {};", ""].join("\n");
}

async function plantTree(tree: string, files: Record<string, string[]>): Promise<void> {
  await cp(join(root, "package.json"), join(tree, "package.json"));
  await cp(join(root, ".dependency-cruiser.cjs"), join(tree, ".dependency-cruiser.cjs"));
  await symlink(join(root, "node_modules"), join(tree, "node_modules"));
  for (const [file, imports] of Object.entries(files)) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), source(imports));
  }
}

let trees = "";
let planted: string[] = [];

beforeAll(async () => {
  trees = await mkdtemp(join(tmpdir(), "beckon-boundaries-"));
  const plants = Object.fromEntries(PLANTS.map(({ file, imports }) => [file, imports]));
  await mkdir(join(trees, "planted"));
  await plantTree(join(trees, "planted"), { ...LAWFUL_FILES, ...ACCOMPLICES, ...plants });
  planted = await violations(join(trees, "planted"));
}, 60_000);

afterAll(() => rm(trees, { recursive: true, force: true }));

test("the project keeps its own boundaries", { timeout: 60_000 }, async () => {
  expect(await violations(root)).toEqual([]);
});

test("a lawful tree is not accused", { timeout: 60_000 }, async () => {
  await mkdir(join(trees, "lawful"));
  await plantTree(join(trees, "lawful"), LAWFUL_FILES);
  const accused = await violations(join(trees, "lawful"));
  // In a tree this small most files have no importer yet; every other rule must be silent.
  expect(accused.filter((line) => !line.includes("no-orphans"))).toEqual([]);
});

test.each(PLANTS)("$rule notices $file", ({ rule, file }) => {
  expect(planted.some((line) => line.startsWith(`${file} > ${rule} >`))).toBe(true);
});

test("every rule has a planted violation", () => {
  const config = Config.parse(
    createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")),
  );
  const covered = new Set(PLANTS.map(({ rule }) => rule));
  expect(config.forbidden.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
});
