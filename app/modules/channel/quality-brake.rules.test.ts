import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addHours } from "#app/shared/duration.ts";
import {
  BRAKE,
  type BrakeFacts,
  type BrakeStanding,
  decideBrake,
  resumedStanding,
} from "./quality-brake.rules.ts";

const now = new Date("2026-11-22T12:00:00Z");
const ago = (hours: number) => addHours(now, -hours);

const fine: BrakeFacts = {
  quality: "GREEN",
  badTemplates: 0,
  day: { people: 0, optedOut: 0, tried: 0, notDelivered: 0 },
  week: { people: 0, optedOut: 0 },
  readable: { messages: 0, read: 0 },
};
const free: BrakeStanding = { level: "normal", cause: null, since: null, acceptedQuality: null };
const day = (change: Partial<BrakeFacts["day"]>) => ({ day: { ...fine.day, ...change } });
const decide = (change: Partial<BrakeFacts>, standing: Partial<BrakeStanding> = {}) =>
  decideBrake({ ...fine, ...change }, { ...free, ...standing }, now);

describe("the quality brake", () => {
  it.each<[string, Partial<BrakeFacts>, string, string | null]>([
    ["nothing is wrong", {}, "normal", null],
    ["nothing is known", { quality: "UNKNOWN" }, "normal", null],
    ["Meta rates the number RED", { quality: "RED" }, "stop", "quality_red"],
    ["Meta rates the number YELLOW", { quality: "YELLOW" }, "slow", "quality_yellow"],
    ["1 of 20 people opts out", day({ people: 20, optedOut: 1 }), "normal", null],
    ["3 of 20 people opt out", day({ people: 20, optedOut: 3 }), "slow", "opt_outs"],
    ["5 of 20 people opt out", day({ people: 20, optedOut: 5 }), "stop", "opt_outs"],
    ["5 of 19 people opt out: too few", day({ people: 19, optedOut: 5 }), "normal", null],
    ["3 % of a week opt out", { week: { people: 1000, optedOut: 30 } }, "slow", "opt_outs"],
    ["6 % of a week opt out", { week: { people: 1000, optedOut: 60 } }, "stop", "opt_outs"],
    ["a fifth is not delivered", day({ tried: 50, notDelivered: 10 }), "slow", "not_delivered"],
    ["two fifths are not delivered", day({ tried: 50, notDelivered: 20 }), "stop", "not_delivered"],
    ["few of few are not delivered", day({ tried: 49, notDelivered: 40 }), "normal", null],
    ["14 % are read", { readable: { messages: 200, read: 28 } }, "slow", "read_rate"],
    ["15 % are read", { readable: { messages: 200, read: 30 } }, "normal", null],
    ["nobody of few reads", { readable: { messages: 199, read: 0 } }, "normal", null],
    ["a template is paused or RED", { badTemplates: 1 }, "slow", "template_quality"],
  ])("when %s", (_name, facts, level, cause) => {
    expect(decide(facts)).toMatchObject({ level, cause });
  });

  it("stops where people and Meta's rating agree, though each alone would only slow", () => {
    const people = day({ people: 20, optedOut: 3 });
    expect(decide({ quality: "YELLOW", ...people })).toMatchObject({
      level: "stop",
      cause: "opt_outs",
    });
  });

  it("eases one step after its rest: stop, slow, normal", () => {
    const stopped = { level: "stop", cause: "quality_red" } as const;
    expect(decide({}, { ...stopped, since: ago(23.9) })).toMatchObject({ level: "stop" });
    expect(decide({}, { ...stopped, since: ago(24) })).toMatchObject({ level: "slow" });
    const slowed = { level: "slow", cause: "quality_red" } as const;
    expect(decide({}, { ...slowed, since: ago(11.9) })).toMatchObject({ level: "slow" });
    expect(decide({}, { ...slowed, since: ago(12) })).toEqual({
      level: "normal",
      cause: null,
      acceptedQuality: null,
      changed: true,
    });
  });

  it("does not ease for facts that are only just better", () => {
    const stopped = { level: "stop", cause: "opt_outs", since: ago(48) } as const;
    expect(decide(day({ people: 100, optedOut: 9 }), stopped)).toMatchObject({ level: "stop" });
    expect(decide(day({ people: 100, optedOut: 7 }), stopped)).toMatchObject({ level: "slow" });
  });

  it("keeps half speed after a resumption by hand, and stops again only for something new", () => {
    const resumed = { ...resumedStanding("RED"), cause: "quality_red", since: ago(1) };
    expect(decide({ quality: "RED" }, resumed)).toMatchObject({ level: "slow", changed: false });
    expect(decide({ quality: "RED", ...day({ people: 50, optedOut: 9 }) }, resumed)).toMatchObject({
      level: "stop",
      cause: "opt_outs",
    });
    const recovered = decide({ quality: "GREEN" }, resumed);
    expect(recovered.acceptedQuality).toBeNull();
    expect(decide({ quality: "RED" }, { ...resumed, ...recovered })).toMatchObject({
      level: "stop",
    });
  });
});

const RANK = { normal: 0, slow: 1, stop: 2 } as const;
const levels = fc.constantFrom("normal", "slow", "stop");
const part = (most: number) => fc.nat(most).chain((all) => fc.tuple(fc.constant(all), fc.nat(all)));
const anyFacts: fc.Arbitrary<BrakeFacts> = fc
  .record({
    quality: fc.constantFrom("GREEN", "YELLOW", "RED", "UNKNOWN"),
    badTemplates: fc.nat(3),
    people: part(500),
    tried: part(500),
    week: part(2000),
    readable: part(1000),
  })
  .map(({ quality, badTemplates, people, tried, week, readable }) => ({
    quality,
    badTemplates,
    day: { people: people[0], optedOut: people[1], tried: tried[0], notDelivered: tried[1] },
    week: { people: week[0], optedOut: week[1] },
    readable: { messages: readable[0], read: readable[1] },
  }));
const anyStanding: fc.Arbitrary<BrakeStanding> = fc.record({
  level: levels,
  cause: fc.constantFrom(null, "quality_red", "opt_outs"),
  since: fc.option(fc.nat(72).map(ago)),
  acceptedQuality: fc.constantFrom(null, "RED", "YELLOW"),
});

const QUALITY_WORSE: Record<string, string> = { GREEN: "YELLOW", UNKNOWN: "YELLOW", YELLOW: "RED" };

/** The same facts with one of them worse. */
function worse(facts: BrakeFacts, which: number, by: number): BrakeFacts {
  const more = (all: number, part_: number) => Math.min(all, part_ + by);
  switch (which % 6) {
    case 0:
      return { ...facts, quality: QUALITY_WORSE[facts.quality] ?? "RED" };
    case 1:
      return { ...facts, badTemplates: facts.badTemplates + by };
    case 2: {
      const optedOut = more(facts.day.people, facts.day.optedOut);
      return { ...facts, day: { ...facts.day, optedOut } };
    }
    case 3: {
      const notDelivered_ = more(facts.day.tried, facts.day.notDelivered);
      return { ...facts, day: { ...facts.day, notDelivered: notDelivered_ } };
    }
    case 4:
      return {
        ...facts,
        week: { ...facts.week, optedOut: more(facts.week.people, facts.week.optedOut) },
      };
    default:
      return {
        ...facts,
        readable: { ...facts.readable, read: Math.max(0, facts.readable.read - by) },
      };
  }
}

describe("whatever the facts, the brake", () => {
  it("never lets go for worse ones", () => {
    const change = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(anyFacts, anyStanding, change, (facts, standing, [which, by]) => {
        const before = decideBrake(facts, standing, now).level;
        const after = decideBrake(worse(facts, which, by), standing, now).level;
        expect(RANK[after]).toBeGreaterThanOrEqual(RANK[before]);
      }),
      { numRuns: 2000 },
    );
  });

  it("eases by one step at most, and never before its rest is over", () => {
    fc.assert(
      fc.property(anyFacts, anyStanding, (facts, standing) => {
        const { level, changed } = decideBrake(facts, standing, now);
        const steps = RANK[standing.level] - RANK[level];
        expect(steps).toBeLessThanOrEqual(1);
        expect(changed).toBe(steps !== 0);
        if (steps < 1 || standing.level === "normal" || standing.since === null) return;
        const rest = BRAKE.hoursBeforeEasing[standing.level];
        expect(now.getTime()).toBeGreaterThanOrEqual(addHours(standing.since, rest).getTime());
      }),
    );
  });

  it("names a cause exactly while it brakes", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { level, cause } = decideBrake(facts, free, now);
        expect(cause === null).toBe(level === "normal");
      }),
    );
  });

  it("does not swing: decided again on the same facts, it stays", () => {
    fc.assert(
      fc.property(anyFacts, anyStanding, (facts, standing) => {
        const first = decideBrake(facts, standing, now);
        const since = first.changed ? now : standing.since;
        const again = decideBrake(facts, { ...first, since }, now);
        expect(first.changed ? again.level : first.level).toBe(first.level);
      }),
    );
  });

  it("lets too small samples pass, as long as Meta complains of nothing", () => {
    const small = anyFacts.map((facts) => ({
      ...facts,
      quality: "GREEN",
      badTemplates: 0,
      day: {
        ...facts.day,
        people: Math.min(facts.day.people, 19),
        tried: Math.min(facts.day.tried, 49),
      },
      week: { ...facts.week, people: Math.min(facts.week.people, 99) },
      readable: { ...facts.readable, messages: Math.min(facts.readable.messages, 199) },
    }));
    fc.assert(
      fc.property(small, (facts) => {
        expect(decideBrake(facts, free, now).level).toBe("normal");
      }),
    );
  });
});
