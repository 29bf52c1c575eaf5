import type { ResourceLimits } from "node:worker_threads";
import type { Clock } from "#app/ports/clock.ts";
import type { Log } from "#app/ports/log.ts";
import type { Recommender } from "#app/ports/recommender.ts";
import { SupervisedThread } from "./supervised-thread.ts";
import { rankAnswers, type ThreadQuestion } from "./thread-messages.types.ts";

/** A cold model of a large shop is read in seconds; a minute means that something hangs. */
const RANK_MS = 2 * 60_000;
const REBUILD_MS = 20 * 60_000;
/** The shops of one night come one after the other. */
const FITTING_IDLE_MS = 5_000;
/** Of the JavaScript heap; columns of numbers lie outside and are bounded by the models' own budget. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1_536 };

type Asked<T extends ThreadQuestion["task"]> = Omit<Extract<ThreadQuestion, { task: T }>, "id">;

export interface RecommenderOptions {
  /** what the threads run */
  script: URL;
  databaseUrl: string;
  clock: Pick<Clock, "now">;
  log: Log;
}

/**
 * Ranks in one thread and fits in another, so that neither holds up the process, nor the nightly fit of one shop the
 * questions of all others. Each is started by its first question; the second one ends when nothing more is to be
 * fitted.
 */
export function openRecommender({
  script,
  databaseUrl,
  clock,
  log,
}: RecommenderOptions): Recommender {
  const common = { script, data: { databaseUrl }, resourceLimits: LIMITS, log };
  const serving = new SupervisedThread({ ...common, name: "ranking" });
  const fitting = new SupervisedThread({ ...common, name: "fitting", idleMs: FITTING_IDLE_MS });
  return {
    rank: async (shopId, queries) => {
      const question: Asked<"rank"> = {
        task: "rank",
        shopId,
        queries: queries.map(({ basket, bought, ...rest }) => {
          return { ...rest, basket: [...basket], bought: [...bought] };
        }),
      };
      return rankAnswers.parse(await serving.ask(question, RANK_MS));
    },
    learn: (shopId) => {
      const told: Asked<"learn"> = { task: "learn", shopId, now: clock.now() };
      serving.tell(told);
    },
    rebuild: async (shopId) => {
      const question: Asked<"rebuild"> = { task: "rebuild", shopId, now: clock.now() };
      await fitting.ask(question, REBUILD_MS);
    },
    close: async () => {
      await Promise.all([serving.close(), fitting.close()]);
    },
  };
}
