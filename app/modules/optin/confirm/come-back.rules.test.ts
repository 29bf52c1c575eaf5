import { describe, expect, it } from "vitest";
import type {
  ConsentEvent,
  ConsentState,
  ConsentTopic,
} from "#app/modules/consent/consent.types.ts";
import { decideComeBack } from "./come-back.rules.ts";

type Event = Pick<ConsentEvent, "topic" | "kind" | "identifierHash"> & { n: number };

const granted = (topic: ConsentTopic, n: number, identifierHash = "p.a"): Event => ({
  topic,
  kind: "granted",
  identifierHash,
  n,
});
const states = (all: Partial<Record<ConsentTopic, ConsentState>>) =>
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are topics
  new Map(Object.entries(all) as [ConsentTopic, ConsentState][]);
const facts = {
  identifierHash: "p.a",
  wasInvited: true,
  events: [granted("reminders", 1), granted("offers", 2), granted("offers", 3)],
  states: states({ reminders: "withdrawn", offers: "withdrawn", recommendations: "withdrawn" }),
};

describe("START", () => {
  it("brings back what was agreed to, in the words of the last time", () => {
    expect(decideComeBack(facts)).toEqual({
      comesBack: true,
      bases: [
        { topic: "reminders", basis: facts.events[0] },
        { topic: "offers", basis: facts.events[2] },
      ],
    });
  });

  it("leaves alone what still stands", () => {
    const decision = decideComeBack({
      ...facts,
      states: states({ reminders: "granted", offers: "withdrawn" }),
    });
    expect(decision).toMatchObject({ bases: [{ topic: "offers" }] });
  });

  it.each([
    ["no number", { identifierHash: null }, "unknown_number"],
    ["no message named it", { wasInvited: false }, "not_invited"],
    ["nothing was agreed to", { events: [] }, "never_agreed"],
    ["another number agreed", { identifierHash: "p.b" }, "never_agreed"],
    ["nothing was withdrawn", { states: states({ reminders: "granted" }) }, "never_agreed"],
  ])("grants nothing where %s", (_name, change, reason) => {
    expect(decideComeBack({ ...facts, ...change })).toEqual({ comesBack: false, reason });
  });
});
