import { describe, expect, it } from "vitest";
import { reactToAccountEvent } from "./account-event.rules.ts";
import { accountEventSchema } from "./account-event.types.ts";

const now = new Date("2026-11-22T12:00:00Z");
const react = (field: string, value: unknown) =>
  reactToAccountEvent(accountEventSchema.parse({ field, wabaId: "1", value }), now);

describe("an account event", () => {
  it("stops the number when the account is disabled, and starts it again when reinstated", () => {
    const event = (state: string) => ({
      event: "DISABLED_UPDATE",
      ban_info: { waba_ban_state: state },
    });
    expect(react("account_update", event("DISABLE"))).toMatchObject({ do: "stop" });
    expect(react("account_update", event("SCHEDULE_FOR_DISABLE"))).toEqual({ do: "nothing" });
    expect(react("account_update", event("REINSTATE"))).toEqual({ do: "resume" });
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
      do: "speed",
      throughput: "HIGH",
    });
  });

  it.each([
    ["account_alerts", { entity_type: "BUSINESS" }],
    ["account_update", null],
    ["something_new", { event: 7 }],
  ])("is harmless when we do not know it: %s", (field, value) => {
    expect(react(field, value)).toEqual({ do: "nothing" });
  });
});
