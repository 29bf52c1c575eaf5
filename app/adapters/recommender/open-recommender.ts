import type { Clock } from "#app/ports/clock.ts";
import type { Log } from "#app/ports/log.ts";
import type { Recommender } from "#app/ports/recommender.ts";
import { processHost, threadHost } from "./hosts.ts";
import { Suspects } from "./suspects.ts";
import { Supervised } from "./supervised.ts";
import { rankAnswers, type ThreadQuestion } from "./thread-messages.types.ts";

/** A cold model of a large shop is read in seconds; two minutes mean that something hangs. */
const RANK_MS = 2 * 60_000;
const REBUILD_MS = 20 * 60_000;
/** What is not asked for so long gives its memory back; the shops of one night come one after the other. */
const IDLE_MS = 5_000;
const HEAP_MB = 1_536;

type Asked<T extends ThreadQuestion["task"]> = Omit<Extract<ThreadQuestion, { task: T }>, "id">;

export interface RecommenderOptions {
  /** what the thread and the process run */
  scripts: { ranking: URL; fitting: URL };
  databaseUrl: string;
  clock: Pick<Clock, "now">;
  log: Log;
}

/**
 * Ranks in a thread and fits in a process of its own, so that neither holds up this one, nor the nightly fit of one
 * shop the questions of all others. Each is started by its first question; the process ends when nothing more is to
 * be fitted. A model that is the end of the thread is kept away from the others (`Suspects`).
 */
export function openRecommender(options: RecommenderOptions): Recommender {
  const { scripts, databaseUrl, clock, log } = options;
  const common = { data: { databaseUrl }, heapMb: HEAP_MB };
  const rankingHost = (name: string, idle: { idleMs?: number } = {}) =>
    new Supervised({
      name,
      start: threadHost({ ...common, name, script: scripts.ranking }),
      ...idle,
      log,
    });
  const serving = rankingHost("ranking");
  const apart = rankingHost("ranking_apart", { idleMs: IDLE_MS });
  const suspects = new Suspects({ together: serving, apart });
  const fitting = new Supervised({
    name: "fitting",
    start: processHost({ ...common, name: "fitting", script: scripts.fitting }),
    idleMs: IDLE_MS,
    log,
  });
  return {
    rank: async (shopId, queries) => {
      const question: Asked<"rank"> = {
        task: "rank",
        shopId,
        queries: queries.map(({ basket, bought, ...rest }) => {
          return { ...rest, basket: [...basket], bought: [...bought] };
        }),
      };
      return rankAnswers.parse(await suspects.ask(shopId, question, RANK_MS));
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
      await Promise.all([suspects.close(), fitting.close()]);
    },
  };
}
