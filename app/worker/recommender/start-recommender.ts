import {
  openRecommender,
  type RecommenderOptions,
} from "#app/adapters/recommender/open-recommender.ts";
import type { Recommender } from "#app/ports/recommender.ts";

/** The ranker of this process; its thread and its process start when they are first asked. */
export function startRecommender(options: Omit<RecommenderOptions, "scripts">): Recommender {
  const scripts = {
    ranking: new URL("./ranking.ts", import.meta.url),
    fitting: new URL("./fitting.ts", import.meta.url),
  };
  return openRecommender({ ...options, scripts });
}
