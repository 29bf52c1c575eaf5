import { afterAll, beforeAll, expect, test } from "vitest";
import { runPublicLoad } from "#test/bench/consent/public-load.ts";
import { wrongStates } from "#test/bench/consent/public/check-states.ts";
import { fire } from "#test/bench/consent/public/fire.ts";
import { repeatTick, stop, type Told } from "#test/bench/consent/public/good-requests.ts";
import { addPeople, addShops } from "#test/bench/consent/public/public-site.ts";
import { API_KEY, SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

/** The bench's public load, smaller: what was answered must be so, whatever else comes in between. */

let world: TestWeb;
beforeAll(async () => {
  world = await startTestWeb({ settings: { TRUSTED_PROXIES: "127.0.0.1" } });
});
afterAll(() => world.close());

const siteOf = ({ url, deps, owner }: TestWeb) => ({
  url,
  deps,
  owner,
  apiKey: API_KEY,
  shopifySecret: SECRET,
});

async function toldOf(count: number): Promise<Told> {
  const site = siteOf(world);
  const shops = await addShops(site, 1);
  const people = await addPeople(site, shops, count);
  return { site, shops, people, ticked: new Map(), ticks: [] };
}

const NOTHING_WRONG = { people: 0, withdrawals: 0, ticks: 0, strangers: 0 };

test("hostile traffic between good requests changes nobody's consent, and hinders nobody", async () => {
  const load = await runPublicLoad(siteOf(world), { seconds: 3, perSecond: 100, people: 50 });
  expect(load.shots.filter((shot) => shot.wrong > 0 || shot.isUnanswered)).toEqual([]);
  expect(load.wrong).toEqual({ answers: 0, ...NOTHING_WRONG });
  expect(load.shots).toHaveLength(300);
}, 60_000);

test("the judge counts a tick whose first sending was lost like any other", async () => {
  const told = await toldOf(1);
  const request = repeatTick(told);
  const [shot] = await fire({ url: world.url, perSecond: 1, seconds: 1 }, () => request);
  expect(shot).toMatchObject({ status: 200, wrong: 0 });
  expect(await wrongStates(told, [])).toEqual(NOTHING_WRONG);
});

test("the judge takes no side where nothing was answered, and sees an answer that is not in force", async () => {
  const told = await toldOf(1);
  for (const lost of [0, 500, 503]) expect(await stop(told, false).check?.(lost)).toBe(0);
  expect(await wrongStates(told, [])).toEqual(NOTHING_WRONG);
  expect(await stop(told, false).check?.(200)).toBeGreaterThan(0);
  expect(await wrongStates(told, [])).toEqual({ ...NOTHING_WRONG, people: 1 });
});

test("the judge sees a contact whose tick was refused", async () => {
  const told = await toldOf(1);
  const request = repeatTick(told);
  await fire({ url: world.url, perSecond: 1, seconds: 1 }, () => ({ ...request, wanted: [429] }));
  expect(await wrongStates(told, [])).toEqual({ ...NOTHING_WRONG, strangers: 1 });
});
