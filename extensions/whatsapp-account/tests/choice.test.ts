import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PURPOSES, TOPICS } from "../../whatsapp-opt-in/src/app-api.ts";
import { changesTo, type Change, type Choice, isEmptyWish, NOTHING } from "../src/choice.ts";

const of = (...purposes: (keyof Choice)[]): Choice => ({
  ...NOTHING,
  ...Object.fromEntries(purposes.map((purpose) => [purpose, true])),
});

const TABLE: [name: string, before: Choice, wanted: Choice, changes: Change[]][] = [
  ["nothing is asked when nothing changes", of("offers"), of("offers"), []],
  [
    "a topic is switched on without the tracking",
    of(),
    of("offers"),
    [{ granted: true, topics: ["offers"], tapTracking: false }],
  ],
  [
    "a topic is switched on beside a tracking that stands",
    of("reminders", "tap_tracking"),
    of("reminders", "offers", "tap_tracking"),
    [{ granted: true, topics: ["offers"], tapTracking: true }],
  ],
  [
    "one topic is switched off and nothing else",
    of("reminders", "offers", "tap_tracking"),
    of("reminders", "tap_tracking"),
    [{ granted: false, topics: ["offers"], tapTracking: false }],
  ],
  [
    "the tracking alone is switched off",
    of("reminders", "tap_tracking"),
    of("reminders"),
    [{ granted: false, topics: [], tapTracking: true }],
  ],
  [
    "the tracking alone is switched on with the topics that it is about",
    of("reminders"),
    of("reminders", "tap_tracking"),
    [{ granted: true, topics: ["reminders"], tapTracking: true }],
  ],
  [
    "what is taken back goes first",
    of("reminders"),
    of("offers"),
    [
      { granted: false, topics: ["reminders"], tapTracking: false },
      { granted: true, topics: ["offers"], tapTracking: false },
    ],
  ],
];

describe("the requests behind a choice", () => {
  it.each(TABLE)("%s", (_name, before, wanted, changes) => {
    expect(changesTo(before, wanted)).toEqual(changes);
  });

  const anyChoice = fc.record({
    reminders: fc.boolean(),
    recommendations: fc.boolean(),
    offers: fc.boolean(),
    tap_tracking: fc.boolean(),
  });

  it("lead to what is wanted, by the app's own rules", () => {
    fc.assert(
      fc.property(anyChoice, anyChoice, (before, wanted) => {
        fc.pre(!isEmptyWish(wanted));
        const stands = new Set<string>(PURPOSES.filter((purpose) => before[purpose]));
        for (const { granted, topics, tapTracking } of changesTo(before, wanted)) {
          // A withdrawal that names nothing would be one of everything.
          if (!granted) expect(topics.length > 0 || tapTracking).toBe(true);
          if (granted) expect(topics.length).toBeGreaterThan(0);
          for (const topic of topics) stands[granted ? "add" : "delete"](topic);
          if (tapTracking) stands[granted ? "add" : "delete"]("tap_tracking");
          if (granted && !tapTracking) stands.delete("tap_tracking");
        }
        expect(stands).toEqual(new Set(PURPOSES.filter((purpose) => wanted[purpose])));
      }),
    );
  });

  it("a tracking without any topic is no wish", () => {
    expect(isEmptyWish(of("tap_tracking"))).toBe(true);
    for (const topic of TOPICS) expect(isEmptyWish(of(topic, "tap_tracking"))).toBe(false);
    expect(isEmptyWish(NOTHING)).toBe(false);
  });
});
