import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Runs vitest for these projects, or some of their files, its output shown as it comes; counts from its own JSON report. */
export async function runVitest(task: {
  projects: string[];
  files?: readonly string[];
  env?: Record<string, string>;
}): Promise<Tally> {
  const dir = await mkdtemp(join(tmpdir(), "beckon-report-"));
  const file = join(dir, "report.json");
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...(task.files ?? []),
    ...task.projects.map((name) => `--project=${name}`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const env = { ...process.env, ...task.env };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  const code = await new Promise<number>((done) => child.on("close", (exit) => done(exit ?? 1)));
  const tally = tallyOf(await readFile(file, "utf8").catch(() => ""), code);
  await rm(dir, { recursive: true, force: true });
  return tally;
}

/** A file that could not be loaded has no tests to fail, and an unhandled error none to blame: each counts as one. */
export function tallyOf(json: string, exitCode: number): Tally {
  if (json === "") return { passed: 0, failed: 1, skipped: 0 };
  const report = Report.parse(JSON.parse(json));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
