import { expect, test } from "vitest";
import { tallyOf } from "./vitest-run.ts";

function report(task: { passed: number; failed: number; files?: string[][] }): string {
  return JSON.stringify({
    numPassedTests: task.passed,
    numFailedTests: task.failed,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: (task.files ?? []).map((statuses) => ({
      status: statuses.length === 0 || statuses.includes("failed") ? "failed" : "passed",
      assertionResults: statuses.map((status) => ({ status })),
    })),
  });
}

test("passed and failed tests are counted as vitest counts them", () => {
  const json = report({
    passed: 3,
    failed: 1,
    files: [
      ["passed", "failed"],
      ["passed", "passed"],
    ],
  });
  expect(tallyOf(json, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test("a file that cannot be loaded counts as one failure", () => {
  const json = report({ passed: 2, failed: 0, files: [[], ["passed", "passed"]] });
  expect(tallyOf(json, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

test("an error outside every test counts as one failure", () => {
  expect(tallyOf(report({ passed: 2, failed: 0, files: [["passed", "passed"]] }), 1).failed).toBe(
    1,
  );
});

test("a run that died without a report counts as one failure", () => {
  expect(tallyOf("", 139)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
