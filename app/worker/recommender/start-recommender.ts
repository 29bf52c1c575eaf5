import {
  openRecommender,
  type RecommenderOptions,
} from "#app/adapters/recommender/open-recommender.ts";
import type { Recommender } from "#app/ports/recommender.ts";

/** The ranker of this process; its threads start when they are first asked. */
export function startRecommender(options: Omit<RecommenderOptions, "script">): Recommender {
  return openRecommender({ ...options, script: new URL("./thread.ts", import.meta.url) });
}
