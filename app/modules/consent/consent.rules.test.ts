import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideOptIn, foldConsent, stateAt } from "./consent.rules.ts";
import type { OptInFacts } from "./consent.rules.ts";
import { consentEventKinds, consentTopics, otherSources, personSources } from "./consent.types.ts";
import type { ConsentEvent, ConsentTopic } from "./consent.types.ts";

const START = Date.UTC(2026, 10, 22, 12);
const CONTACT = "contact-1";
const second = (n: number) => new Date(START + n * 1_000);

function event(
  at: number,
  kind: ConsentEvent["kind"],
  more: Partial<ConsentEvent> = {},
): ConsentEvent {
  return {
    id: `event-${at}`,
    contactId: CONTACT,
    topic: "reminders",
    kind,
    source: "checkout",
    identifierHash: "number-a",
    at: second(at),
    recordedAt: second(at),
    wordingVersion: "v1",
    locale: "de",
    requestId: null,
    ...more,
  };
}

const standing = (events: ConsentEvent[], topic: ConsentTopic = "reminders") =>
  foldConsent(events).get(topic);
const state = (events: ConsentEvent[], topic?: ConsentTopic) => standing(events, topic)?.state;

describe("foldConsent", () => {
  const STOP = { topic: null, source: "whatsapp_message" } as const;
  const HERE = { checkoutToken: "here" } as const;
  it.each<[string, ConsentEvent[], string, string | null]>([
    ["nothing happened", [], "none", null],
    ["a tick where single opt-in is enough", [event(1, "granted")], "granted", "number-a"],
    ["a tick that waits for its confirmation", [event(1, "requested")], "pending", "number-a"],
    ["confirmed", [event(1, "requested"), event(2, "confirmed")], "granted", "number-a"],
    ["a confirmation nobody asked for", [event(1, "confirmed")], "none", null],
    [
      "a confirmation from another number",
      [event(1, "requested"), event(2, "confirmed", { identifierHash: "number-b" })],
      "pending",
      "number-a",
    ],
    ["STOP", [event(1, "granted"), event(2, "withdrawn", STOP)], "withdrawn", "number-a"],
    [
      "STOP before the confirmation",
      [event(1, "requested"), event(2, "withdrawn", STOP), event(3, "confirmed")],
      "withdrawn",
      "number-a",
    ],
    [
      "STOP from another number of the person",
      [event(1, "granted"), event(2, "withdrawn", { ...STOP, identifierHash: "number-b" })],
      "withdrawn",
      "number-b",
    ],
    ["STOP of somebody unknown", [event(2, "withdrawn", STOP)], "withdrawn", "number-a"],
    [
      "a tick after STOP, by whoever typed the number",
      [event(1, "granted"), event(2, "withdrawn", STOP), event(3, "granted")],
      "pending",
      "number-a",
    ],
    [
      "a tick after STOP, confirmed from the number",
      [
        event(1, "withdrawn", STOP),
        event(2, "granted"),
        event(3, "confirmed", { source: "whatsapp_button" }),
      ],
      "granted",
      "number-a",
    ],
    [
      "the person's own message after STOP",
      [event(1, "withdrawn", STOP), event(2, "granted", { source: "whatsapp_message" })],
      "granted",
      "number-a",
    ],
    [
      "unticked and ticked again at one checkout",
      [
        event(1, "granted", HERE),
        event(2, "withdrawn", { ...HERE, identifierHash: null }),
        event(3, "granted", HERE),
      ],
      "granted",
      "number-a",
    ],
    [
      "unticked at one checkout and ticked at another",
      [event(1, "withdrawn", HERE), event(2, "granted", { checkoutToken: "there" })],
      "pending",
      "number-a",
    ],
    [
      "unticked and ticked again at one checkout after a STOP",
      [event(1, "withdrawn", STOP), event(2, "withdrawn", HERE), event(3, "granted", HERE)],
      "pending",
      "number-a",
    ],
    [
      "an import after STOP",
      [event(1, "granted"), event(2, "withdrawn", STOP), event(3, "granted", { source: "import" })],
      "withdrawn",
      "number-a",
    ],
    [
      "another topic's withdrawal",
      [event(1, "granted"), event(2, "withdrawn", { topic: "offers" })],
      "granted",
      "number-a",
    ],
    [
      "a second number that is not confirmed",
      [event(1, "granted"), event(2, "requested", { identifierHash: "number-b" })],
      "granted",
      "number-a",
    ],
    [
      "a second number, confirmed",
      [
        event(1, "granted"),
        event(2, "requested", { identifierHash: "number-b" }),
        event(3, "confirmed", { identifierHash: "number-b" }),
      ],
      "granted",
      "number-b",
    ],
    ["a tick without a number", [event(1, "granted", { identifierHash: null })], "none", null],
    ["a tick without a topic", [event(1, "granted", { topic: null })], "none", null],
  ])("%s", (...[, events, expected, identifierHash]) => {
    expect(standing(events)).toMatchObject({ state: expected, identifierHash });
  });

  it("keeps the day of the first grant when it is given again", () => {
    const events = [event(1, "granted"), event(5, "granted")];
    expect(standing(events)).toMatchObject({ since: second(1), eventId: "event-1" });
  });

  it("lets a STOP of the same second win, because WhatsApp dates in whole seconds", () => {
    const tick = event(1, "granted", { at: new Date(START + 1_500) });
    expect(state([tick, event(1, "withdrawn", STOP)])).toBe("withdrawn");
  });

  it("keeps the tracking of taps apart from the topics", () => {
    const events = [
      event(1, "granted"),
      event(2, "granted", { topic: "tap_tracking" }),
      event(3, "withdrawn", { topic: "tap_tracking" }),
    ];
    expect(state(events)).toBe("granted");
    expect(state(events, "tap_tracking")).toBe("withdrawn");
  });
});

describe("any history", () => {
  const anyEvent = fc.record({
    kind: fc.constantFrom(...consentEventKinds),
    topic: fc.option(fc.constantFrom(...consentTopics)),
    source: fc.constantFrom(...personSources, ...otherSources),
    identifierHash: fc.option(fc.constantFrom("number-a", "number-b")),
  });
  const history = fc
    .array(anyEvent, { maxLength: 12 })
    .map((all) => all.map(({ kind, ...more }, at) => event(at, kind, more)));

  it("folds to the same standings in whatever order it is read", () => {
    const shuffled = history.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([events, other]) => {
        expect(foldConsent(other)).toEqual(foldConsent(events));
      }),
    );
  });

  it("stays withdrawn after a STOP until the person's own newer act", () => {
    const later = history.map((events) =>
      events.map((e) => ({ ...e, at: second(100 + e.at.getTime() / 1_000 - START / 1_000) })),
    );
    fc.assert(
      fc.property(history, later, (before, after) => {
        const stop = event(50, "withdrawn", { topic: null });
        const acts = after.filter(
          (e) => e.kind !== "withdrawn" && personSources.some((source) => source === e.source),
        );
        const silent = after.filter((e) => !acts.includes(e));
        const standings = foldConsent([...before, stop, ...silent]);
        expect([...standings.values()].every((s) => s.state === "withdrawn")).toBe(true);
      }),
    );
  });

  it("is granted only for a number that an event of that topic names", () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const [topic, { state: now, identifierHash }] of foldConsent(events)) {
          if (now !== "granted") continue;
          const named = events.some(
            (e) =>
              e.topic === topic &&
              e.identifierHash === identifierHash &&
              (e.kind === "granted" || e.kind === "confirmed"),
          );
          expect(named).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("can be rebuilt at any past moment", () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 12 }), (events, n) => {
        expect(stateAt(events, second(n))).toEqual(foldConsent(events.slice(0, n + 1)));
      }),
    );
  });
});

describe("decideOptIn", () => {
  const tick: OptInFacts = {
    granted: true,
    mode: "single",
    topics: ["reminders", "offers"],
    tapTracking: true,
    identifierHash: "number-a",
    current: foldConsent([]),
  };
  const kinds = (facts: Partial<OptInFacts>) =>
    decideOptIn({ ...tick, ...facts }).map(({ topic, kind }) => `${topic} ${kind}`);

  it("grants what was ticked, the tracking of taps as a purpose of its own", () => {
    expect(kinds({})).toEqual(["reminders granted", "offers granted", "tap_tracking granted"]);
    expect(kinds({ tapTracking: false })).toEqual(["reminders granted", "offers granted"]);
  });

  it("asks for confirmation where the shop wants it", () => {
    expect(kinds({ mode: "double", topics: ["reminders"] })).toEqual([
      "reminders requested",
      "tap_tracking requested",
    ]);
  });

  it("only asks for what the owner of the number has refused, also where a tick is enough", () => {
    expect(kinds({ refused: ["offers"] })).toEqual([
      "reminders granted",
      "offers requested",
      "tap_tracking granted",
    ]);
  });

  it("renews what already counts for that number without asking again, and takes another number anew", () => {
    const current = foldConsent([event(1, "granted")]);
    const again = { topics: ["reminders"], tapTracking: false, current } as const;
    expect(kinds(again)).toEqual(["reminders granted"]);
    expect(kinds({ ...again, mode: "double" })).toEqual(["reminders granted"]);
    const elsewhere = { ...again, mode: "double", identifierHash: "number-b" } as const;
    expect(kinds(elsewhere)).toEqual(["reminders requested"]);
    expect(kinds({ ...again, identifierHash: "number-b" })).toEqual(["reminders granted"]);
  });

  it("withdraws what stands when the box is unticked", () => {
    const current = foldConsent([
      event(1, "granted"),
      event(2, "requested", { topic: "offers" }),
      event(3, "granted", { topic: "tap_tracking" }),
    ]);
    const untick = { granted: false, identifierHash: null, current } as const;
    expect(kinds({ ...untick, topics: [] })).toEqual([
      "reminders withdrawn",
      "offers withdrawn",
      "tap_tracking withdrawn",
    ]);
    expect(kinds({ ...untick, topics: ["offers"] })).toEqual([
      "offers withdrawn",
      "tap_tracking withdrawn",
    ]);
    expect(kinds({ granted: false })).toEqual([]);
  });

  it("withdraws once more what was refused, while something waits to be read that may be a yes from before", () => {
    const current = foldConsent([event(1, "granted"), event(2, "withdrawn", { topic: null })]);
    const untick = {
      granted: false,
      identifierHash: null,
      topics: ["reminders"],
      current,
    } as const;
    expect(kinds(untick)).toEqual([]);
    expect(kinds({ ...untick, unread: true })).toEqual([
      "reminders withdrawn",
      "tap_tracking withdrawn",
    ]);
  });

  it("takes the tracking of taps back when a newer tick leaves it out", () => {
    const current = foldConsent([event(1, "granted", { topic: "tap_tracking" })]);
    expect(kinds({ topics: [], tapTracking: false, current })).toEqual(["tap_tracking withdrawn"]);
  });

  it("agrees to nothing without a number", () => {
    expect(kinds({ identifierHash: null })).toEqual([]);
  });
});
