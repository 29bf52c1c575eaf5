import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { gatherIntake, type IntakeTask } from "./gather-intake.ts";

function watched(everyMs: number, groups = 4) {
  const settled: string[] = [];
  const running = { now: 0, most: 0 };
  const gathered = gatherIntake(
    async ({ shopId, eventIds }: IntakeTask) => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await pause(5);
      running.now -= 1;
      if (eventIds.includes("bad")) throw new Error("bad");
      settled.push(`${shopId}: ${eventIds.join(" ")}`);
    },
    { everyMs, groups },
  );
  const add = (shopId: string, ...eventIds: string[]) => gathered({ shopId, eventIds });
  return { settled, running, add };
}

describe("jobs of intake", () => {
  it("are settled at once when nothing else runs", async () => {
    const { settled, add } = watched(10_000);
    await add("a", "1", "2");
    expect(settled).toEqual(["a: 1 2"]);
  });

  it("of one shop that come in a burst are settled together, each event once", async () => {
    const { settled, add } = watched(30);
    await Promise.all([add("a", "1"), add("a", "2"), add("b", "9"), add("a", "2", "3")]);
    expect(settled).toEqual(["a: 1", "b: 9", "a: 2 3"]);
  });

  it("fail together, and only with those of their group", async () => {
    const { settled, add } = watched(30);
    const all = [add("a", "1"), add("a", "bad"), add("a", "2"), add("b", "3")];
    const outcomes = (await Promise.allSettled(all)).map(({ status }) => status);
    expect(outcomes).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    await add("a", "4");
    expect(settled).toContain("a: 4");
  });

  it("of many shops take turns", async () => {
    const { running, add } = watched(1, 2);
    await Promise.all(Array.from({ length: 20 }, (_, shop) => add(String(shop), "1")));
    expect(running).toEqual({ now: 0, most: 2 });
  });
});
