import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLines, onDay } from "./budget.rules.ts";
import type { Budget, ReserveLine } from "./budget.types.ts";

const budget: Budget = {
  currency: "EUR",
  dayLimit: null,
  monthLimit: null,
  unknownPrice: null,
  day: "2026-11-22",
  dayMicros: 0,
  monthMicros: 0,
};
const line = (messageId: string, change: Partial<ReserveLine> = {}): ReserveLine => ({
  messageId,
  category: "marketing",
  market: "germany",
  micros: 100,
  currency: "EUR",
  estimate: true,
  ...change,
});
const three = [line("a"), line("b"), line("c")];

describe("a budget", () => {
  it.each([
    ["without limits covers everything", {}, {}],
    ["of a day covers what fits", { dayLimit: 200 }, { c: "day" }],
    ["of a month covers what fits", { monthLimit: 200 }, { c: "month" }],
    ["counts what is spoken for", { dayLimit: 300, dayMicros: 150 }, { b: "day", c: "day" }],
    ["is used up to the last cent", { dayLimit: 300 }, {}],
    ["of nothing covers nothing", { dayLimit: 0 }, { a: "day", b: "day", c: "day" }],
    [
      "names the month where the next day would not help",
      { dayLimit: 200, monthLimit: 200 },
      { c: "month" },
    ],
    [
      "that was lowered below what is reserved covers nothing more",
      { dayLimit: 100, dayMicros: 500 },
      { a: "day", b: "day", c: "day" },
    ],
  ])("%s", (_name, change, stops) => {
    const fit = fitLines({ ...budget, ...change }, three);
    expect(Object.fromEntries(fit.stops)).toEqual(stops);
    expect(fit.kept.map((one) => one.messageId)).toEqual(
      ["a", "b", "c"].filter((id) => !(id in stops)),
    );
  });

  it("lets a cheaper message through where a dearer one does not fit", () => {
    const lines = [line("dear", { micros: 900 }), line("cheap", { micros: 50 })];
    const fit = fitLines({ ...budget, dayLimit: 100 }, lines);
    expect(Object.fromEntries(fit.stops)).toEqual({ dear: "day" });
    expect(fit.budget).toMatchObject({ dayMicros: 50, monthMicros: 50 });
  });
});

describe("a message without a price in the budget's currency", () => {
  const unknown = line("x", { micros: null, currency: null });
  const dollars = line("x", { currency: "USD" });

  it.each([
    ["no price", unknown],
    ["a price in dollars", dollars],
  ])("is not covered once a limit is set: %s", (_name, one) => {
    expect(fitLines({ ...budget, dayLimit: 1_000 }, [one]).stops.get("x")).toBe("price_unknown");
  });

  it("counts what the merchant says where no price is known", () => {
    const fit = fitLines({ ...budget, dayLimit: 1_000, unknownPrice: 700 }, [
      dollars,
      { ...unknown, messageId: "y" },
    ]);
    expect(Object.fromEntries(fit.stops)).toEqual({ y: "day" });
    expect(fit.kept).toMatchObject([{ micros: 700, currency: "EUR", estimate: true }]);
  });

  it("is sent and not counted without a limit", () => {
    const fit = fitLines(budget, [unknown, dollars]);
    expect(fit.stops.size).toBe(0);
    expect(fit.kept).toEqual([unknown, dollars]);
    expect(fit.budget.dayMicros).toBe(0);
  });
});

describe("a new day", () => {
  const spent = { ...budget, dayMicros: 5, monthMicros: 50 };

  it.each([
    ["the same day goes on", "2026-11-22", { dayMicros: 5, monthMicros: 50 }],
    ["the next day starts at nothing", "2026-11-23", { dayMicros: 0, monthMicros: 50 }],
    ["the next month, too", "2026-12-01", { dayMicros: 0, monthMicros: 0 }],
    ["the same month a year on", "2027-11-22", { dayMicros: 0, monthMicros: 0 }],
  ])("%s", (_name, day, counts) => {
    expect(onDay(spent, day)).toEqual({ ...spent, ...counts, day });
  });

  it("is not taken back by a clock that lags behind", () => {
    expect(onDay(spent, "2026-11-21")).toEqual(spent);
  });
});

it("never covers more than a limit, whatever comes", () => {
  const price = fc.oneof(fc.nat(1_000), fc.constant(null));
  const lines = fc.array(
    fc.record({ micros: price, currency: fc.constantFrom("EUR", "USD", null) }),
  );
  const limit = fc.option(fc.nat(5_000));
  fc.assert(
    fc.property(
      fc.record({ dayLimit: limit, monthLimit: limit, unknownPrice: limit, dayMicros: fc.nat(99) }),
      lines,
      (change, drawn) => {
        const before = { ...budget, ...change, monthMicros: change.dayMicros };
        const after = fitLines(
          before,
          drawn.map((one, index) => line(String(index), one)),
        ).budget;
        const top = (limit: number | null, used: number) =>
          limit === null ? Infinity : Math.max(limit, used);
        expect(after.dayMicros).toBeLessThanOrEqual(top(before.dayLimit, before.dayMicros));
        expect(after.monthMicros).toBeLessThanOrEqual(top(before.monthLimit, before.monthMicros));
      },
    ),
  );
});
