import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nextMorning } from "./story-kit.ts";
import { startWire, type Wire } from "./wire-kit.ts";

/** Webhooks about account, number and limits (contract 3.7): routed by the account, none names a number's id. */

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(async () => {
  nextMorning(wire.stories);
  await wire.stories.owner.query(
    "update whatsapp_number set status = 'connected', status_reason = null, paused_until = null, brake = 'normal'",
  );
});

const number = async () => {
  const { rows } = await wire.stories.owner.query<Record<string, unknown>>(
    "select * from whatsapp_number",
  );
  return rows[0] ?? {};
};
const tell = (field: string, value: object) => wire.post({ field, value });
const account = (event: string, more: object = {}) => tell("account_update", { event, ...more });
const later = () => wire.stories.clock.forward({ minutes: 1 });

/** Whether a reminder that is due now would leave. */
async function reminderLeaves(): Promise<boolean> {
  const cart = await wire.story.leftCart();
  await wire.story.remind();
  return (await wire.story.accepted(cart.phone)).length > 0;
}

describe("account_update", () => {
  it.each([
    ["ACCOUNT_DELETED", {}],
    ["PARTNER_REMOVED", { disconnection_info: { reason: "x" } }],
    ["PARTNER_APP_UNINSTALLED", { waba_info: { waba_id: "1", owner_business_id: "2" } }],
    ["ACCOUNT_OFFBOARDED", {}],
  ])("%s asks for a new connection; nothing leaves", async (event, more) => {
    expect(await account(event, more)).toBe(200);
    expect(await number()).toMatchObject({ status: "broken", status_reason: "account_gone" });
    expect(await reminderLeaves()).toBe(false);
  });

  it("ACCOUNT_RECONNECTED lets what waits leave", async () => {
    await account("ACCOUNT_OFFBOARDED");
    const cart = await wire.story.leftCart();
    await wire.story.remind();
    later();
    await account("ACCOUNT_RECONNECTED");
    await wire.story.send();
    expect(await wire.story.accepted(cart.phone)).toHaveLength(1);
  });

  it("a ban stops the number, and its end starts it again", async () => {
    const ban = (state: string) =>
      account("DISABLED_UPDATE", {
        ban_info: { waba_ban_state: state, waba_ban_date: "2026-11-30" },
      });
    await ban("SCHEDULE_FOR_DISABLE");
    expect(await number()).toMatchObject({ status: "connected" });
    await ban("DISABLE");
    expect(await number()).toMatchObject({ status: "stopped", status_reason: "account_disabled" });
    expect(await reminderLeaves()).toBe(false);
    await ban("REINSTATE");
    expect(await number()).toMatchObject({ status: "connected" });
  });

  it.each([(at: number) => at, (at: number) => String(at)])(
    "a restriction pauses until its end, written as a number or as text",
    async (write) => {
      const end = wire.now() + 3 * 3600;
      const restriction_info = [
        { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: write(end) },
      ];
      await account("ACCOUNT_RESTRICTION", { restriction_info });
      expect(await number()).toMatchObject({ paused_until: new Date(end * 1000) });
      expect(await reminderLeaves()).toBe(false);
    },
  );

  it.each([
    ["ACCOUNT_VIOLATION", { violation_info: { violation_type: "SCAM" } }],
    [
      "ACCOUNT_RESTRICTION",
      { restriction_info: [{ restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION" }] },
    ],
    ["PARTNER_ADDED", { waba_info: { waba_id: "1" } }],
    ["PARTNER_APP_INSTALLED", {}],
    ["PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE", {}],
    ["VOLUME_BASED_PRICING_TIER_UPDATE", { volume_tier_info: { tier: "0:25000" } }],
    ["MM_LITE_TERMS_SIGNED", {}],
    ["AD_ACCOUNT_LINKED", {}],
    ["AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", {}],
    ["BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", { country: "DE" }],
    ["SOMETHING_OF_2027", { a: { b: [1] } }],
  ])("%s is stored and stops nothing", async (event, more) => {
    expect(await account(event, more)).toBe(200);
    expect((await wire.stored("account_update")).at(-1)).toBe("processed");
    expect(await number()).toMatchObject({ status: "connected", paused_until: null });
  });
});

describe("what Meta says of the number", () => {
  it("a rejected review stops it, an approved one starts it", async () => {
    await tell("account_review_update", { decision: "REJECTED" });
    expect(await number()).toMatchObject({ status: "stopped", status_reason: "account_rejected" });
    await tell("account_review_update", { decision: "PENDING" });
    expect(await number()).toMatchObject({ status: "stopped" });
    await tell("account_review_update", { decision: "APPROVED" });
    expect(await number()).toMatchObject({ status: "connected" });
  });

  it.each([
    [{ event: "THROUGHPUT_UPGRADE" }, { throughput: "HIGH" }],
    [
      { event: "ONBOARDING", max_daily_conversations_per_business: "TIER_2K" },
      { messaging_limit: "TIER_2K" },
    ],
    [
      { event: "UPGRADE", current_limit: "TIER_10K", old_limit: "TIER_2K" },
      { messaging_limit: "TIER_10K" },
    ],
    [{ event: "FLAGGED" }, { quality: "RED" }],
    [{ event: "UNFLAGGED" }, { quality: "YELLOW" }],
    [{ event: "DOWNGRADE", current_limit: "TIER_250" }, { messaging_limit: "TIER_250" }],
    [{ event: "SOMETHING_NEW" }, { status: "connected" }],
  ])("phone_number_quality_update %j", async (value, kept) => {
    const told = { display_phone_number: wire.displayPhone.replace(/\D/g, ""), ...value };
    expect(await tell("phone_number_quality_update", told)).toBe(200);
    expect(await number()).toMatchObject(kept);
  });

  it.each([
    ["TIER_100K", "TIER_100K"],
    [2000, "TIER_2K"],
    [-1, "TIER_UNLIMITED"],
  ])("business_capability_update: a limit of %s", async (limit, kept) => {
    const value = { max_daily_conversations_per_business: limit, max_phone_numbers_per_waba: 25 };
    expect(await tell("business_capability_update", value)).toBe(200);
    expect(await number()).toMatchObject({ messaging_limit: kept });
  });

  it("a new name counts once it is approved", async () => {
    const name = (decision: string) =>
      tell("phone_number_name_update", {
        display_phone_number: wire.displayPhone.replace(/\D/g, ""),
        decision,
        requested_verified_name: "Leinenwerk Köln",
        rejection_reason: null,
      });
    await name("REJECTED");
    expect(await number()).toMatchObject({ name_status: "REJECTED", verified_name: "Leinenwerk" });
    await name("APPROVED");
    expect(await number()).toMatchObject({
      name_status: "APPROVED",
      verified_name: "Leinenwerk Köln",
    });
  });

  it("a changed PIN forgets ours", async () => {
    await wire.stories.owner.query("update whatsapp_number set two_step_pin = 'sealed'");
    await tell("security", {
      display_phone_number: "1",
      event: "PIN_RESET_REQUEST",
      requester: "1",
    });
    expect((await number())["two_step_pin"]).not.toBeNull();
    await tell("security", { event: "PIN_CHANGED", requester: "1" });
    expect((await number())["two_step_pin"]).toBeNull();
  });
});

describe("everything else", () => {
  it.each([
    [
      "account_alerts",
      {
        entity_type: "PHONE_NUMBER",
        entity_id: 1,
        alert_info: {
          alert_severity: "CRITICAL",
          alert_status: "ACTIVE",
          alert_type: "OBA_REJECTED",
        },
      },
    ],
    ["flows", { event: "FLOW_STATUS_CHANGE", flow_id: "1" }],
    ["business_username_updates", { username: "leinenwerk" }],
    ["smb_message_echoes", { message_echoes: [] }],
    ["history", {}],
    ["a_field_of_2027", { ünbekannt: "ä 🙂" }],
  ])("%s is stored, answered with 200, and stops nothing", async (field, value) => {
    const before = (await wire.stored(field)).length;
    expect(await tell(field, value)).toBe(200);
    const stored = await wire.stored(field);
    expect(stored).toHaveLength(before + 1);
    expect(["processed", "ignored"]).toContain(stored.at(-1));
    expect(await number()).toMatchObject({ status: "connected" });
  });

  it("a reminder still leaves", async () => {
    expect(await reminderLeaves()).toBe(true);
  });
});
