import { describe, expect, it } from "vitest";
import { concernsNumber, reactToAccountEvent } from "./account-event.rules.ts";
import { accountEventSchema } from "./account-event.types.ts";

const now = new Date("2026-11-22T12:00:00Z");
const parse = (field: string, value: unknown) =>
  accountEventSchema.parse({ field, wabaId: "1", value });
const react = (field: string, value: unknown) =>
  reactToAccountEvent(parse(field, value), { now, appId: "4711" });

describe("an account event", () => {
  it("stops the number when the account is disabled, and starts it again when reinstated", () => {
    const event = (state: string) => ({
      event: "DISABLED_UPDATE",
      ban_info: { waba_ban_state: state },
    });
    expect(react("account_update", event("DISABLE"))).toMatchObject({ do: "stop" });
    expect(react("account_update", event("SCHEDULE_FOR_DISABLE"))).toEqual({ do: "nothing" });
    expect(react("account_update", event("REINSTATE"))).toEqual({
      do: "resume",
      after: ["account_disabled"],
    });
  });

  it("asks again tomorrow where a restriction ends at no time that can be", () => {
    const restriction_info = [
      { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: 1e20 },
    ];
    expect(react("account_update", { event: "ACCOUNT_RESTRICTION", restriction_info })).toEqual({
      do: "pause",
      until: new Date(now.getTime() + 24 * 3_600_000),
      reason: "account_restricted",
    });
  });

  it.each([1_764_000_000, "1764000000"])("pauses until a restriction ends (%s)", (expiration) => {
    const restriction_info = [
      { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration },
    ];
    expect(react("account_update", { event: "ACCOUNT_RESTRICTION", restriction_info })).toEqual({
      do: "pause",
      until: new Date(1_764_000_000_000),
      reason: "account_restricted",
    });
  });

  it("passes over restrictions that do not touch our messages", () => {
    const restriction_info = [{ restriction_type: "RESTRICTED_UTILITY_TEMPLATES" }];
    expect(react("account_update", { event: "ACCOUNT_RESTRICTION", restriction_info })).toEqual({
      do: "nothing",
    });
  });

  it("asks for a new connection when the account is gone", () => {
    expect(react("account_update", { event: "PARTNER_REMOVED" })).toMatchObject({
      do: "stop",
      status: "broken",
    });
  });

  it("lets a number send faster once Meta upgraded it", () => {
    expect(react("phone_number_quality_update", { event: "THROUGHPUT_UPGRADE" })).toEqual({
      do: "keep",
      facts: { throughput: "HIGH" },
    });
  });

  it.each([
    ["phone_number_quality_update", { event: "FLAGGED" }, { quality: "RED" }],
    ["phone_number_quality_update", { event: "UNFLAGGED" }, { quality: "YELLOW" }],
    [
      "phone_number_quality_update",
      { event: "ONBOARDING", max_daily_conversations_per_business: "TIER_2K" },
      { messagingLimit: "TIER_2K" },
    ],
    [
      "phone_number_quality_update",
      { event: "DOWNGRADE", current_limit: "TIER_250" },
      { messagingLimit: "TIER_250" },
    ],
    [
      "business_capability_update",
      { max_daily_conversations_per_business: 2000, max_phone_numbers_per_business: 20 },
      { messagingLimit: "TIER_2K" },
    ],
    [
      "business_capability_update",
      { max_daily_conversations_per_business: -1 },
      { messagingLimit: "TIER_UNLIMITED" },
    ],
    [
      "phone_number_name_update",
      { decision: "APPROVED", requested_verified_name: "Leinenwerk GmbH" },
      { nameStatus: "APPROVED", verifiedName: "Leinenwerk GmbH" },
    ],
    [
      "phone_number_name_update",
      { decision: "REJECTED", requested_verified_name: "Bestes Leinen!!" },
      { nameStatus: "REJECTED" },
    ],
  ])("keeps what %s tells: %j", (field, value, facts) => {
    expect(react(field, value)).toEqual({ do: "keep", facts });
  });

  it("stops after a rejected review, and goes on after an approved one", () => {
    expect(react("account_review_update", { decision: "REJECTED" })).toEqual({
      do: "stop",
      status: "stopped",
      reason: "account_rejected",
    });
    expect(react("account_review_update", { decision: "APPROVED" })).toEqual({
      do: "resume",
      after: ["account_rejected"],
    });
    expect(react("account_review_update", { decision: "PENDING" })).toEqual({ do: "nothing" });
  });

  it("breaks the connection when our app was removed, not when another partner's was", () => {
    const removed = (app: string) =>
      react("account_update", {
        event: "PARTNER_APP_UNINSTALLED",
        waba_info: { waba_id: "1", partner_app_id: app },
      });
    expect(removed("4711")).toMatchObject({ do: "stop", status: "broken" });
    expect(removed("4712")).toEqual({ do: "nothing" });
  });

  it("forgets the PIN when somebody changed it", () => {
    expect(react("security", { event: "PIN_CHANGED", requester: "1" })).toEqual({
      do: "forget_pin",
    });
    expect(react("security", { event: "PIN_RESET_REQUEST" })).toEqual({ do: "nothing" });
  });

  it.each([
    ["no number at all", undefined, true],
    ["the number, written in another way", "49301234567", true],
    ["another number of the account", "49301234568", false],
  ])("about %s", (_name, display_phone_number, expected) => {
    const event = parse("phone_number_quality_update", { event: "FLAGGED", display_phone_number });
    expect(concernsNumber(event, "+49 30 1234567")).toBe(expected);
  });

  it.each([
    ["account_alerts", { entity_type: "BUSINESS" }],
    ["account_update", null],
    ["something_new", { event: 7 }],
  ])("is harmless when we do not know it: %s", (field, value) => {
    expect(react(field, value)).toEqual({ do: "nothing" });
  });
});
