import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { RecommenderError } from "#app/ports/recommender.ts";
import { LIKED, Proposals, type Recommending, startRecommending } from "./recommendation-kit.ts";
import { startStories, type Stories } from "./stories.ts";
import { nextMorning } from "./story-kit.ts";

/**
 * A shop that recommends, for the tests of one file: each begins on a new morning with what everybody likes proposed,
 * and what it put into `undo` is undone after it.
 */
export function withRecommending(
  ready: (opened: { stories: Stories; shop: Recommending }) => void,
) {
  const proposals = new Proposals();
  const undo: (() => Promise<unknown>)[] = [];
  let stories: Stories;
  beforeAll(async () => {
    stories = await startStories();
    stories.deps.recommender = proposals.recommender(() => new RecommenderError("broken"));
    ready({ stories, shop: await startRecommending(stories) });
  });
  afterAll(() => stories.close());
  beforeEach(() => {
    nextMorning(stories);
    proposals.fails = false;
    proposals.propose(...LIKED);
  });
  afterEach(async () => {
    for (const back of undo.splice(0)) await back();
  });
  return { proposals, undo };
}
