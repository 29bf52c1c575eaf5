import { boundHeap, forgetStart } from "#app/adapters/process/bound-heap.server.ts";
import { describeError } from "#app/adapters/log/log.server.ts";
import { buildDeps } from "#app/composition.server.ts";
import { readSettings, SettingsError } from "#app/env.server.ts";
import { startRecommender } from "./recommender/start-recommender.ts";
import { startWorker } from "./start-worker.ts";

/** A send that is under way ends within its own timeout; longer than that nothing is worth waiting for. */
const GRACE_MS = 20_000;

async function main(): Promise<void> {
  boundHeap();
  const settings = readSettings();
  const built = await buildDeps(settings, "worker");
  const { log, clock } = built.deps;
  built.deps.recommender = startRecommender({ databaseUrl: settings.DATABASE_URL, clock, log });
  const worker = await startWorker(built);
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info("worker.stopping", { signal });
    await worker.close(GRACE_MS);
    await built.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error("worker.stop_failed", describeError(error));
          process.exit(1);
        },
      );
    });
  }
  log.info("worker.working");
  forgetStart();
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsError;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${known ? error.message : told}\n`);
  process.exit(1);
});
