// `npm run demo`: PostgreSQL, web, worker and the stand-ins of Shopify and WhatsApp, behind one URL.
// Options: see arguments.ts, or `npm run demo -- --help`.
import { type DemoArguments, readArguments, USAGE } from "./arguments.ts";
import { type Demo, resetDemo, startDemo } from "./demo.ts";
import { findRunning } from "./running.ts";

const started = performance.now();

function announce(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${line}`);
}

/**
 * Aborts at the first Ctrl-C (or SIGTERM), calls `again` at the next one. npm and the terminal may both pass on the
 * same key press: within a second it counts once.
 */
function stopSignal(again: () => void): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(name, () => {
      if (first === undefined) controller.abort(new Stopped());
      else if (Date.now() - first > 1000) again();
      first ??= Date.now();
    });
  }
  return controller.signal;
}

/** The person asked to stop: no error to report. */
class Stopped extends Error {}

function printAddress(demo: Demo): void {
  console.log(`
  Beckon is ready:  ${demo.url}

  Shop, phone and admin side by side, with controls for the time. Ctrl-C stops everything and keeps the data;
  npm run demo -- --reset starts anew.
`);
}

async function run(args: DemoArguments): Promise<number> {
  const running = await findRunning(args.dataDir);
  if (running) {
    console.log(`The demo is already running (process ${running.pid}): ${running.url}`);
    return 1;
  }
  let demo: Demo | undefined;
  const signal = stopSignal(() => {
    demo?.kill();
    process.exit(1);
  });
  signal.addEventListener("abort", () => announce("Stopping …"));
  if (args.reset) {
    announce("Deleting the data of last time …");
    await resetDemo(args.dataDir);
  }
  demo = await startDemo(args, { announce, signal });
  printAddress(demo);
  const reason = args.once ? undefined : await Promise.race([demo.broken, whenAborted(signal)]);
  if (reason) console.error(`\n${reason}\n\nStopping the rest …`);
  await demo.stop();
  announce("Stopped. The data are kept.");
  return reason ? 1 : 0;
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (args !== "help") return run(args);
  console.log(USAGE);
  return 0;
}

/** A child that was stopped in the middle reports an AbortError with our reason as its cause. */
function isStop(error: unknown): boolean {
  return error instanceof Stopped || (error instanceof Error && error.cause instanceof Stopped);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isStop(error)) process.exit(0);
    console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
