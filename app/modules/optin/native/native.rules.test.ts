import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldConsent } from "#app/modules/consent/consent.rules.ts";
import {
  type ConsentEvent,
  consentSourceSchema,
  messageTopics,
} from "#app/modules/consent/consent.types.ts";
import {
  isEcho,
  judgeNative,
  levelOf,
  nativeRetryAt,
  nextStep,
  wantedNative,
} from "./native.rules.ts";
import { parseNativeNews } from "./native.types.ts";

const NOON = new Date("2026-11-22T11:00:00.400Z");
const plus = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
let ids = 0;

function event(change: Partial<ConsentEvent>): ConsentEvent {
  const at = change.at ?? NOON;
  ids += 1;
  return {
    id: `e${ids}`,
    contactId: "c",
    topic: "reminders",
    kind: "granted",
    source: "checkout",
    identifierHash: "p.a",
    recordedAt: at,
    wordingVersion: null,
    locale: null,
    requestId: null,
    ...change,
    at,
  };
}

const standings = (...events: Partial<ConsentEvent>[]) => foldConsent(events.map(event));
const all = (change: Partial<ConsentEvent>): Partial<ConsentEvent>[] =>
  messageTopics.map((topic) => ({ ...change, topic }));
const noAt = (seconds: number): Partial<ConsentEvent> => ({
  topic: null,
  kind: "withdrawn",
  at: plus(seconds),
});

describe("what Shopify is to know", () => {
  const rows: [string, Partial<ConsentEvent>[], string | null][] = [
    ["nothing", [], null],
    ["one topic agreed to", [{}], "SUBSCRIBED"],
    ["a confirmation awaited", [{ kind: "requested" }], "PENDING"],
    [
      "one topic agreed to, one awaited",
      [{}, { topic: "offers", kind: "requested" }],
      "SUBSCRIBED",
    ],
    [
      "one withdrawn, others agreed to",
      [...all({}), { ...noAt(9), topic: "offers" }],
      "SUBSCRIBED",
    ],
    ["everything withdrawn", [...all({}), noAt(9)], "UNSUBSCRIBED"],
    ["taps alone", [{ topic: "tap_tracking" }], null],
  ];
  it.each(rows)("%s", (_name, events, state) => {
    expect(wantedNative(standings(...events))?.state ?? null).toBe(state);
  });

  it("has the time of the act in whole seconds, and the number that it named", () => {
    const wanted = wantedNative(standings({}));
    expect(wanted).toMatchObject({ at: new Date("2026-11-22T11:00:00Z"), identifierHash: "p.a" });
    expect(wantedNative(standings({}, noAt(9)))).toMatchObject({ identifierHash: null });
  });

  it("is confirmed only by what was said on WhatsApp itself", () => {
    for (const source of consentSourceSchema.options) {
      const onWhatsApp = source.startsWith("whatsapp_");
      const level = onWhatsApp ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN";
      expect(levelOf({ kind: "granted", source })).toBe(level);
      expect(levelOf({ kind: "confirmed", source })).toBe("CONFIRMED_OPT_IN");
    }
  });
});

describe("the next step at Shopify", () => {
  const wanted = (state: "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING") => ({
    state,
    at: NOON,
    identifierHash: null,
    eventId: null,
  });
  const found = (state: string, at: Date | null) => ({ state, at });

  it.each([
    ["SUBSCRIBED", "NEVER_SUBSCRIBED", null, { do: "write", at: NOON }],
    ["SUBSCRIBED", "UNSUBSCRIBED", plus(-60), { do: "write", at: NOON }],
    ["SUBSCRIBED", "UNSUBSCRIBED", NOON, { do: "withdraw", at: NOON }],
    ["SUBSCRIBED", "UNSUBSCRIBED", plus(60), { do: "withdraw", at: plus(60) }],
    ["PENDING", "UNSUBSCRIBED", plus(60), { do: "withdraw", at: plus(60) }],
    ["SUBSCRIBED", "SUBSCRIBED", plus(-60), { do: "write", at: NOON }],
    ["SUBSCRIBED", "SUBSCRIBED", NOON, { do: "nothing" }],
    ["UNSUBSCRIBED", "UNSUBSCRIBED", plus(-60), { do: "nothing" }],
    ["UNSUBSCRIBED", "SUBSCRIBED", plus(-60), { do: "write", at: NOON }],
    ["UNSUBSCRIBED", "SUBSCRIBED", NOON, { do: "write", at: NOON }],
    ["UNSUBSCRIBED", "SUBSCRIBED", plus(60), { do: "nothing" }],
    ["PENDING", "SUBSCRIBED", plus(60), { do: "nothing" }],
  ] as const)("wanted %s, found %s", (state, theirs, at, step) => {
    expect(nextStep(wanted(state), found(theirs, at), null)).toEqual(step);
  });

  it("dates a no behind our own yes of the same second", () => {
    const step = nextStep(wanted("UNSUBSCRIBED"), found("SUBSCRIBED", plus(0.5)), plus(0.5));
    expect(step).toEqual({ do: "write", at: plus(1.5) });
  });
});

describe("what Shopify says", () => {
  const second = new Date("2026-11-22T11:00:00Z");
  const rows: [string, Partial<ConsentEvent>[], object][] = [
    ["UNSUBSCRIBED", all({}), { means: "withdraw" }],
    ["UNSUBSCRIBED", [{ kind: "requested" }], { means: "withdraw" }],
    ["UNSUBSCRIBED", [], { means: "withdraw" }],
    ["UNSUBSCRIBED", all({ at: plus(0.5) }), { means: "withdraw" }],
    ["UNSUBSCRIBED", all({ at: plus(30) }), { means: "nothing", reason: "outdated" }],
    ["UNSUBSCRIBED", [{}, noAt(1)], { means: "nothing", reason: "known" }],
    // A yes from in between may come late, and this no is the last word.
    ["UNSUBSCRIBED", [...all({ at: plus(-120) }), noAt(-60)], { means: "withdraw" }],
    ["SUBSCRIBED", [], { means: "hint" }],
    ["SUBSCRIBED", [{}, noAt(-1)], { means: "hint" }],
    ["PENDING", [], { means: "hint" }],
    ["SOMETHING_OF_2028", [], { means: "hint" }],
    ["NEVER_SUBSCRIBED", all({}), { means: "nothing", reason: "nothing_said" }],
    ["REDACTED", all({}), { means: "nothing", reason: "nothing_said" }],
  ];
  it.each(rows)("%s", (state, events, verdict) => {
    expect(judgeNative({ state }, second, standings(...events))).toMatchObject(verdict);
  });

  it("never grants, whatever the state and the history", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (state, agreed) => {
        const verdict = judgeNative({ state }, NOON, agreed ? standings({}) : standings());
        expect(["withdraw", "nothing", "hint"]).toContain(verdict.means);
      }),
    );
  });

  it("is known as our own by state and second", () => {
    const ours = (at: Date) => ({ state: "SUBSCRIBED", at });
    expect(isEcho(ours(second), ours(NOON))).toBe(true);
    expect(isEcho({ state: "UNSUBSCRIBED", at: second }, ours(NOON))).toBe(false);
    expect(isEcho(ours(plus(1)), ours(second))).toBe(false);
    expect(isEcho(ours(second), null)).toBe(false);
    expect(isEcho({ state: "SUBSCRIBED", at: null }, ours(second))).toBe(false);
  });

  it("is read with whatever is missing or new", () => {
    const consent = { state: "unsubscribed", updated_at: "2026-11-22T11:00:00+01:00", new: 1 };
    const body = { customer_id: 900, phone_number: null, whats_app_marketing_consent: consent };
    expect(parseNativeNews(body)).toEqual({
      customerId: "900",
      phone: null,
      state: "UNSUBSCRIBED",
      at: new Date("2026-11-22T10:00:00Z"),
      level: null,
      collectedFrom: null,
    });
    const named = (customer_id: unknown) => parseNativeNews({ ...body, customer_id }).customerId;
    expect(named("gid://shopify/Customer/7")).toBe("7");
    expect(named({})).toBeNull();
    expect(() => parseNativeNews({ customer_id: 1, sms_marketing_consent: consent })).toThrow(
      "whats_app_marketing_consent",
    );
  });
});

it("a failed try waits longer each time, six hours at most", () => {
  const waits = [0, 1, 5, 40].map((n) => nativeRetryAt(NOON, n).getTime() - NOON.getTime());
  expect(waits).toEqual([30_000, 60_000, 960_000, 6 * 3_600_000]);
});
