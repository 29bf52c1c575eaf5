import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Billed,
  type Price,
  releaseReservations,
  type Reservation,
  reserveBudget,
  saveBudget,
  settleCharges,
} from "#app/modules/costs/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const BERLIN = "Europe/Berlin";
const NOON = new Date("2026-11-22T11:00:00Z");

let test: TestDeps;
beforeAll(async () => {
  test = await createTestDeps();
});
afterAll(() => test.close());

const euros = (micros: number): Price => ({
  micros,
  currency: "EUR",
  market: "germany",
  estimate: true,
});

function line(price: Price | null = euros(100), messageId: string = randomUUID()): Reservation {
  return { messageId, category: "marketing", country: "DE", price };
}

const lines = (count: number, micros = 100) =>
  Array.from({ length: count }, () => line(euros(micros)));

type Limits = { dayLimit?: number | null; monthLimit?: number | null; unknownPrice?: number };

async function shopWith(limits: Limits): Promise<string> {
  const shopId = await test.addShop();
  await limit(shopId, limits);
  return shopId;
}

function limit(shopId: string, limits: Limits, currency: "EUR" | "USD" = "EUR"): Promise<void> {
  return saveBudget(test.deps, shopId, {
    currency,
    dayLimit: null,
    monthLimit: null,
    unknownPrice: null,
    ...limits,
  });
}

const reserve = (shopId: string, wanted: Reservation[], at = NOON, zone = BERLIN) =>
  test.deps.db.inShop(shopId, (tx) => reserveBudget(tx, shopId, { at, zone, lines: wanted }));

const release = (shopId: string, wanted: Reservation[]) =>
  test.deps.db.inShop(shopId, (tx) =>
    releaseReservations(
      tx,
      shopId,
      wanted.map((one) => one.messageId),
    ),
  );

const settle = (shopId: string, wanted: Reservation[], said: Partial<Billed> = {}) =>
  test.deps.db.inShop(shopId, (tx) =>
    settleCharges(
      tx,
      shopId,
      wanted.map(({ messageId }) => ({
        messageId,
        billed: "charged",
        category: "marketing",
        at: NOON,
        ...said,
      })),
    ),
  );

interface Counts {
  day: number;
  month: number;
}

async function counts(shopId: string): Promise<Counts> {
  const { rows } = await test.owner.query<Record<keyof Counts, string>>(
    "select day_micros as day, month_micros as month from budget where shop_id = $1",
    [shopId],
  );
  return { day: Number(rows[0]?.day), month: Number(rows[0]?.month) };
}

/** What the charges themselves sum up to: the counts must agree with it. */
async function charged(shopId: string): Promise<number> {
  const { rows } = await test.owner.query<{ sum: string | null }>(
    "select sum(micros) from charge where shop_id = $1 and currency = 'EUR'",
    [shopId],
  );
  return Number(rows[0]?.sum ?? 0);
}

async function chargeOf(messageId: string) {
  const { rows } = await test.owner.query<{ state: string; micros: string | null }>(
    "select state, micros, billed_category, currency, market, claims from charge where message_id = $1",
    [messageId],
  );
  return rows[0];
}

describe("a reservation", () => {
  it("counts for the day and the month until a limit is reached", async () => {
    const shopId = await shopWith({ dayLimit: 250, monthLimit: 1_000 });
    const [a, b, c] = [line(), line(), line()];
    const stops = await reserve(shopId, [a, b, c]);
    expect(stops).toEqual(new Map([[c.messageId, "day"]]));
    expect(await counts(shopId)).toEqual({ day: 200, month: 200 });
    expect(await chargeOf(c.messageId)).toBeUndefined();
  });

  it("is written without a limit, too, so that a limit set later counts what went before", async () => {
    const shopId = await test.addShop();
    expect((await reserve(shopId, lines(5))).size).toBe(0);
    await limit(shopId, { dayLimit: 550 });
    expect((await reserve(shopId, lines(1))).size).toBe(1);
    expect((await reserve(shopId, lines(1, 50))).size).toBe(0);
  });

  it("that is rolled back with its claim reserved nothing", async () => {
    const shopId = await shopWith({ dayLimit: 300 });
    const claim = test.deps.db.inShop(shopId, async (tx) => {
      await reserveBudget(tx, shopId, { at: NOON, zone: BERLIN, lines: lines(3) });
      throw new Error("the worker dies");
    });
    await expect(claim).rejects.toThrow("the worker dies");
    expect(await counts(shopId)).toEqual({ day: 0, month: 0 });
    expect((await reserve(shopId, lines(3))).size).toBe(0);
  });

  it("of another shop does not count", async () => {
    const [mine, theirs] = [await shopWith({ dayLimit: 100 }), await shopWith({ dayLimit: 100 })];
    await reserve(theirs, lines(1));
    expect((await reserve(mine, lines(1))).size).toBe(0);
  });

  it("beyond a limit that was lowered below what is reserved waits until there is room", async () => {
    const shopId = await shopWith({ dayLimit: 1_000 });
    const first = lines(6);
    await reserve(shopId, first);
    await limit(shopId, { dayLimit: 500 });
    expect((await reserve(shopId, lines(1, 1))).size).toBe(1);
    await release(shopId, first.slice(0, 2));
    expect((await reserve(shopId, lines(2))).size).toBe(1);
  });
});

describe("the currency", () => {
  const dollars: Price = { ...euros(100), currency: "USD" };

  it("of a price must be the budget's: without one nothing is guessed", async () => {
    const shopId = await shopWith({ monthLimit: 1_000 });
    const [foreign, unknown] = [line(dollars), line(null)];
    const stops = await reserve(shopId, [foreign, unknown]);
    expect([...stops.values()]).toEqual(["price_unknown", "price_unknown"]);
  });

  it("does not matter where the merchant says what counts for unknown prices", async () => {
    const shopId = await shopWith({ monthLimit: 1_000, unknownPrice: 400 });
    const three = [line(dollars), line(null), line(null)];
    const stops = await reserve(shopId, three);
    expect([...stops.values()]).toEqual(["month"]);
    expect(await counts(shopId)).toEqual({ day: 800, month: 800 });
  });

  it("changes with the account, and only charges in it count on", async () => {
    const shopId = await shopWith({ dayLimit: 1_000 });
    await reserve(shopId, lines(9));
    await limit(shopId, { dayLimit: 150 }, "USD");
    expect(await counts(shopId)).toEqual({ day: 0, month: 0 });
    await reserve(shopId, [line(dollars)]);
    await limit(shopId, { dayLimit: 1_000 });
    expect(await counts(shopId)).toEqual({ day: 900, month: 900 });
  });
});

describe("the shop's day", () => {
  it("begins at the shop's midnight, not at ours", async () => {
    const shopId = await shopWith({ dayLimit: 100, monthLimit: 10_000 });
    const lastMinute = new Date("2026-11-22T22:59:59Z");
    const midnight = new Date("2026-11-22T23:00:00Z");
    await reserve(shopId, lines(1));
    expect((await reserve(shopId, lines(1), lastMinute)).size).toBe(1);
    expect((await reserve(shopId, lines(1), midnight)).size).toBe(0);
    expect(await counts(shopId)).toEqual({ day: 100, month: 200 });
  });

  it.each([
    [
      "in New York, at its midnight",
      "America/New_York",
      "2026-11-23T04:59:59Z",
      "2026-11-23T05:00:00Z",
    ],
    ["after 25 hours in autumn", BERLIN, "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"],
    ["after 23 hours in spring", BERLIN, "2027-03-28T21:59:59Z", "2027-03-28T22:00:00Z"],
  ])("ends %s", async (_name, zone, before, after) => {
    const shopId = await shopWith({ dayLimit: 100 });
    const early = new Date(new Date(before).getTime() - 10 * 3_600_000);
    await test.owner.query("update budget set day = '2026-01-01' where shop_id = $1", [shopId]);
    await reserve(shopId, lines(1), early, zone);
    expect((await reserve(shopId, lines(1), new Date(before), zone)).size).toBe(1);
    expect((await reserve(shopId, lines(1), new Date(after), zone)).size).toBe(0);
  });

  it("is not opened again by a worker whose clock lags behind", async () => {
    const shopId = await shopWith({ dayLimit: 100 });
    await reserve(shopId, lines(1), new Date("2026-11-22T23:00:01Z"));
    expect((await reserve(shopId, lines(1), new Date("2026-11-22T22:59:59Z"))).size).toBe(1);
    expect(await counts(shopId)).toEqual({ day: 100, month: 100 });
  });

  it("that is over is not credited with what comes back from it; its month is", async () => {
    const shopId = await shopWith({ dayLimit: 100, monthLimit: 1_000 });
    const yesterday = lines(1);
    await reserve(shopId, yesterday);
    await reserve(shopId, lines(1), new Date("2026-11-23T10:00:00Z"));
    await release(shopId, yesterday);
    expect(await counts(shopId)).toEqual({ day: 100, month: 100 });
  });

  it("that is over credits no other month either", async () => {
    const shopId = await shopWith({ monthLimit: 1_000 });
    const november = lines(1);
    await reserve(shopId, november);
    await reserve(shopId, lines(1), new Date("2026-12-01T10:00:00Z"));
    await release(shopId, november);
    expect(await counts(shopId)).toEqual({ day: 100, month: 100 });
  });
});

describe("what was delivered", () => {
  const DE = euros(113_100);

  it("is charged as reserved, once, however often WhatsApp says so", async () => {
    const shopId = await shopWith({ dayLimit: 1_000_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    for (let told = 0; told < 3; told += 1) await settle(shopId, [one]);
    expect(await chargeOf(one.messageId)).toMatchObject({ state: "charged", micros: "113100" });
    expect(await counts(shopId)).toEqual({ day: 113_100, month: 113_100 });
  });

  it("for free gives its reservation back", async () => {
    const shopId = await shopWith({ dayLimit: 200_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    await settle(shopId, [one], { billed: "free", category: "referral_conversion" });
    expect(await counts(shopId)).toEqual({ day: 0, month: 0 });
    await settle(shopId, [one]);
    expect(await chargeOf(one.messageId)).toMatchObject({ state: "free", micros: "0" });
  });

  it("as another category costs what that one costs, and shows", async () => {
    const shopId = await shopWith({ dayLimit: 200_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    await settle(shopId, [one], { category: "utility" });
    expect(await chargeOf(one.messageId)).toMatchObject({
      micros: "45600",
      billed_category: "utility",
    });
    expect(await counts(shopId)).toEqual({ day: 45_600, month: 45_600 });
  });

  it("as a dearer category than reserved may reach the limit: then nothing more goes", async () => {
    const shopId = await shopWith({ dayLimit: 100_000 });
    const one: Reservation = { ...line(euros(45_600)), category: "utility" };
    await reserve(shopId, [one]);
    await settle(shopId, [one]);
    expect(await counts(shopId)).toMatchObject({ day: 113_100 });
    expect((await reserve(shopId, lines(1, 1))).size).toBe(1);
  });

  it("counts though it had been given up: what arrived did not fail", async () => {
    const shopId = await shopWith({ dayLimit: 200_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    await release(shopId, [one]);
    await settle(shopId, [one]);
    expect(await counts(shopId)).toEqual({ day: 113_100, month: 113_100 });
  });

  it("is not given back any more", async () => {
    const shopId = await shopWith({ dayLimit: 200_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    await settle(shopId, [one]);
    await release(shopId, [one]);
    expect(await counts(shopId)).toEqual({ day: 113_100, month: 113_100 });
  });

  it("after a second claim, the first one's fate unknown, counts twice", async () => {
    const shopId = await shopWith({ dayLimit: 500_000 });
    const one = line(DE);
    await reserve(shopId, [one]);
    await reserve(shopId, [one]);
    expect(await counts(shopId)).toEqual({ day: 226_200, month: 226_200 });
    await settle(shopId, [one]);
    expect(await counts(shopId)).toEqual({ day: 226_200, month: 226_200 });
  });

  it("of somebody else's app is nobody's charge", async () => {
    const shopId = await shopWith({ dayLimit: 500_000 });
    await settle(shopId, [line(DE)]);
    expect(await counts(shopId)).toEqual({ day: 0, month: 0 });
  });
});

interface Step {
  do: string;
  prices: number[];
  from: number;
}

/** A worker that dies between its reservation and the commit of its claim. */
async function breakOff(shopId: string, wanted: Reservation[]): Promise<void> {
  const claim = test.deps.db.inShop(shopId, async (tx) => {
    await reserveBudget(tx, shopId, { at: NOON, zone: BERLIN, lines: wanted });
    throw new Error("broken off");
  });
  await expect(claim).rejects.toThrow("broken off");
}

describe("parallel workers", () => {
  it("share a limit to the last cent", async () => {
    const shopId = await shopWith({ dayLimit: 5_000 });
    const stops = await Promise.all(Array.from({ length: 12 }, () => reserve(shopId, lines(10))));
    const covered = stops.reduce((sum, one) => sum + 10 - one.size, 0);
    expect(covered).toBe(50);
    expect(await counts(shopId)).toEqual({ day: 5_000, month: 5_000 });
  });

  it("never pass a limit, whatever they reserve, give back, settle or break off", async () => {
    const step = fc.record({
      do: fc.constantFrom("reserve", "reserve", "break off", "release", "charge", "free"),
      prices: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
      from: fc.nat(12),
    });
    const worker = fc.array(step, { minLength: 1, maxLength: 8 });
    const workers = fc.array(worker, { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(workers, fc.integer({ min: 0, max: 4_000 }), async (drawn, most) => {
        const shopId = await shopWith({ dayLimit: most, monthLimit: most + 500 });
        const run = async (own: Reservation[], { do: what, prices, from }: Step) => {
          const wanted = prices.map((micros) => line(euros(micros)));
          if (what === "reserve") {
            const stops = await reserve(shopId, wanted);
            own.push(...wanted.filter((one) => !stops.has(one.messageId)));
          } else if (what === "break off") await breakOff(shopId, wanted);
          else if (what === "release") await release(shopId, own.splice(from, prices.length));
          else {
            const some = own.slice(from, from + prices.length);
            await settle(shopId, some, { billed: what === "free" ? "free" : "charged" });
          }
        };
        let working = true;
        const watch = async () => {
          while (working) expect(await charged(shopId)).toBeLessThanOrEqual(most);
        };
        const work = Promise.all(
          drawn.map(async (steps) => {
            const own: Reservation[] = [];
            for (const one of steps) await run(own, one);
          }),
        ).finally(() => {
          working = false;
        });
        await Promise.all([work, watch()]);
        const sum = await charged(shopId);
        expect(await counts(shopId)).toEqual({ day: sum, month: sum });
      }),
      { numRuns: 25 },
    );
  });
});
