import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { Stage } from "./stage.ts";

/** One stage for all stories of a file, cleared after each; a page that reports a problem fails its story. */
export function withStage(use: (stage: Stage) => void): void {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await Stage.open();
    use(stage);
  });
  afterEach(async () => {
    await stage?.clear();
    expect(stage?.problems.splice(0)).toEqual([]);
  });
  afterAll(() => stage?.close());
}
