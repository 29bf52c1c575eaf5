import { afterAll, beforeAll, expect, test } from "vitest";
import { runPublicLoad } from "#test/bench/consent/public-load.ts";
import { API_KEY, SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

/** The bench's public load, smaller: what was answered must be so, whatever else comes in between. */

let world: TestWeb;
beforeAll(async () => {
  world = await startTestWeb({ settings: { TRUSTED_PROXIES: "127.0.0.1" } });
});
afterAll(() => world.close());

test("hostile traffic between good requests changes nobody's consent, and hinders nobody", async () => {
  const { url, deps, owner } = world;
  const site = { url, deps, owner, apiKey: API_KEY, shopifySecret: SECRET };
  const load = await runPublicLoad(site, { seconds: 3, perSecond: 100, people: 50 });
  const wrong = load.shots.filter((shot) => shot.wrong > 0);
  expect(wrong).toEqual([]);
  expect(load.wrongStates).toBe(0);
  expect(load.shots).toHaveLength(300);
}, 60_000);
