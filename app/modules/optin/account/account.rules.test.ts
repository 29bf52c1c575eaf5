import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  consentEventKinds,
  consentTopics,
  type ConsentEvent,
} from "#app/modules/consent/consent.types.ts";
import { claimStandings } from "./account.rules.ts";

const AT = new Date("2026-11-22T10:00:00Z");
const NUMBER = "p.number";
const claim = { contactId: "c", identifierHash: NUMBER, at: AT };

function event(change: Partial<ConsentEvent>, seconds = 0): ConsentEvent {
  const at = new Date(AT.getTime() + seconds * 1000);
  return {
    id: `${seconds}-${change.topic ?? "offers"}-${change.kind ?? "granted"}`,
    contactId: "c",
    topic: "offers",
    kind: "granted",
    source: "customer_account",
    identifierHash: NUMBER,
    at,
    recordedAt: at,
    wordingVersion: null,
    locale: null,
    requestId: null,
    ...change,
  };
}

const confirmed = (seconds: number) =>
  event({ kind: "confirmed", source: "whatsapp_message" }, seconds);

const TABLE: [name: string, events: ConsentEvent[], mode: "single" | "double", state: string][] = [
  ["their own tick counts where the tick counts", [event({})], "single", "granted"],
  ["their own tick waits where numbers are confirmed", [event({})], "double", "pending"],
  ["the phone's yes counts", [event({ kind: "requested" }), confirmed(5)], "double", "granted"],
  ["a yes from before is not shown", [confirmed(-9), event({})], "double", "pending"],
  ["a no from before is not shown", [event({ kind: "withdrawn" }, -9)], "single", "none"],
  ["the phone's no counts", [event({}), event({ kind: "withdrawn" }, 5)], "single", "withdrawn"],
  [
    "a no to everything counts",
    [event({}), event({ kind: "withdrawn", topic: null, identifierHash: null }, 5)],
    "single",
    "withdrawn",
  ],
  [
    "a no to what was never asked for is not shown",
    [event({ kind: "withdrawn" })],
    "single",
    "none",
  ],
  [
    "another number of the same person is not shown",
    [event({ identifierHash: "p.other" })],
    "single",
    "none",
  ],
];

describe("what a customer sees of a number that they only claimed", () => {
  it.each(TABLE)("%s", (_name, events, mode, state) => {
    const standing = claimStandings(events, claim, mode).get("offers");
    expect(standing?.state ?? "none").toBe(state);
  });

  it("is the same whatever was before", () => {
    const before = fc.record({
      kind: fc.constantFrom(...consentEventKinds),
      topic: fc.constantFrom(...consentTopics),
      seconds: fc.integer({ min: -99, max: -1 }),
    });
    fc.assert(
      fc.property(fc.array(before), fc.constantFrom("single", "double"), (history, mode) => {
        const past = history.map(({ seconds, ...change }, n) =>
          event({ ...change, id: `before-${n}` }, seconds),
        );
        const own = [event({})];
        expect(claimStandings([...past, ...own], claim, mode)).toEqual(
          claimStandings(own, claim, mode),
        );
      }),
    );
  });
});
