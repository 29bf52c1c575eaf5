import { type Recommender, RecommenderError } from "#app/ports/recommender.ts";

const refuse = () => Promise.reject(new RecommenderError("Only the worker ranks products"));

/** For processes that serve no model. */
export const noRecommender: Recommender = {
  rank: refuse,
  learn: () => undefined,
  rebuild: refuse,
  close: () => Promise.resolve(),
};
