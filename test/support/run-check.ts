// What `npm run check` runs: everything that CI asks of a change. `npm run check -- --static` leaves the tests to
// `npm test`, which runs more of them (Redis, browser). Every step runs, so that one look shows all that is wrong.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const vitest = join(root, "node_modules/vitest/vitest.mjs");

interface Step {
  name: string;
  /** An npm script of package.json, or a program of ours with its arguments. */
  script?: string;
  args?: string[];
  isTest?: boolean;
}

const kinds = (...names: string[]) => names.map((name) => `--project=${name}`);

const STEPS: Step[] = [
  { name: "format", script: "format:check" },
  { name: "lint, sizes, complexity", script: "lint" },
  { name: "types", script: "types" },
  { name: "boundaries", script: "boundaries" },
  { name: "dead code", script: "dead-code" },
  { name: "build", args: ["app/cli/build.ts"] },
  {
    name: "unit tests",
    args: [vitest, "run", ...kinds("unit", "architecture", "sandbox", "extension")],
    isTest: true,
  },
  { name: "integration tests", args: [vitest, "run", ...kinds("integration")], isTest: true },
];

interface Outcome {
  step: Step;
  ok: boolean;
  seconds: number;
  output: string;
}

async function runStep(step: Step): Promise<Outcome> {
  const started = Date.now();
  const { code, output } = await run(
    step.script ? npmRun(step.script) : [process.execPath, ...(step.args ?? [])],
  );
  return { step, ok: code === 0, seconds: (Date.now() - started) / 1000, output };
}

function npmRun(script: string): string[] {
  const called = process.env.npm_execpath;
  const npm = called ? [process.execPath, called] : ["npm"];
  return [...npm, "run", "--silent", script];
}

async function run([command = "", ...args]: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((done) => {
    child.on("error", () => done(127));
    child.on("close", (exit) => done(exit ?? 1));
  });
  return { code, output: Buffer.concat(chunks).toString("utf8") };
}

function row({ step, ok, seconds }: Outcome): string {
  return `${ok ? "ok    " : "FAILED"}  ${step.name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s`;
}

const withTests = !process.argv.includes("--static");
const outcomes: Outcome[] = [];
for (const step of STEPS.filter(({ isTest }) => withTests || !isTest)) {
  const outcome = await runStep(step);
  outcomes.push(outcome);
  console.log(row(outcome));
  if (!outcome.ok) console.log(`${outcome.output.trimEnd()}\n`);
}
const failed = outcomes.filter(({ ok }) => !ok);
console.log(`\n${outcomes.map(row).join("\n")}`);
if (!withTests) console.log("tests are left to `npm test` (--static)");
console.log(
  failed.length === 0
    ? "check passed"
    : `check failed: ${failed.map(({ step }) => step.name).join("; ")}`,
);
process.exit(failed.length === 0 ? 0 : 1);
