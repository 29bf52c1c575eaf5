import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectionView, resumeBrake } from "#app/modules/channel/index.ts";
import { dispatchNumber, judgeBrakes } from "#app/modules/messaging/index.ts";
import { handlers } from "#app/worker/handlers.ts";
import { type MessagingKit, PHONE_ID, startMessagingKit, WABA_ID } from "./messaging-kit.ts";

let kit: MessagingKit;
beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());

beforeEach(async () => {
  const { owner } = kit.test;
  await owner.query(
    "delete from message; delete from consent_state; delete from quality_brake_event",
  );
  await owner.query(`update whatsapp_number set brake = 'normal', brake_cause = null, brake_since = null,
    brake_resumed_at = null, brake_accepted_quality = null, quality = 'GREEN'`);
});

const hoursAgo = (hours: number) => new Date(kit.test.clock.now().getTime() - hours * 3_600_000);

/** So many people got a message some hours ago; of them the first ones opted out after it. */
async function reached(people: number, what: { optedOut?: number; hours?: number; code?: number }) {
  const { optedOut = 0, hours = 2, code } = what;
  const at = hoursAgo(hours);
  for (let index = 0; index < people; index += 1) {
    const contactId = randomUUID();
    const id = randomUUID();
    await kit.test.owner.query(
      `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, number_id, to_hash, state, planned_at,
         due_at, not_before, expires_at, handed_over_at, delivered_at, ended_at, error_code)
       values ($1::uuid, $2, $1::uuid::text, 'cart_reminder', 'reminders', $3, $4, 'p.x', $5, $6, $6, $6, $6, $6, $7, $8, $9)`,
      [
        id,
        kit.shopId,
        contactId,
        kit.numberId,
        code === undefined ? "delivered" : "failed",
        at,
        code === undefined ? at : null,
        code === undefined ? null : at,
        code ?? null,
      ],
    );
    if (index >= optedOut) continue;
    await kit.test.owner.query(
      `insert into consent_state (shop_id, contact_id, topic, state, since, event_id)
       values ($1, $2, 'reminders', 'withdrawn', $3, $4)`,
      [kit.shopId, contactId, hoursAgo(hours - 1), randomUUID()],
    );
  }
}

const brake = async () => {
  const { number } = await connectionView(kit.deps, kit.shopId);
  if (!number) throw new Error("no number");
  return number.brake;
};
const judge = () => judgeBrakes(kit.deps);

async function accountEvent(field: string, value: object) {
  const body = { wabaId: WABA_ID, phoneNumberId: PHONE_ID, field, value };
  for (const subscriber of handlers[`whatsapp:${field}`] ?? []) {
    const event = {
      shopId: kit.shopId,
      body,
      id: randomUUID(),
      topic: field,
      triggeredAt: null,
      receivedAt: kit.test.clock.now(),
    };
    await Reflect.apply(subscriber.run, subscriber, [kit.deps, event]);
  }
}

describe("the quality brake of a number", () => {
  it("counts who opted out after a message, and who only left something alone", async () => {
    await reached(20, { optedOut: 1 });
    await judge();
    expect(await brake()).toMatchObject({ level: "normal", cause: null });
    await reached(10, { optedOut: 5 });
    await judge();
    expect(await brake()).toMatchObject({ level: "stop", cause: "opt_outs" });
  });

  it("does not count opt-outs from before the message", async () => {
    await reached(20, { optedOut: 6 });
    await kit.test.owner.query("update consent_state set since = $1", [hoursAgo(30)]);
    await judge();
    expect(await brake()).toMatchObject({ level: "normal" });
  });

  it("slows when WhatsApp holds back a fifth of a day's messages", async () => {
    await reached(40, {});
    await reached(10, { code: 131049 });
    await judge();
    expect(await brake()).toMatchObject({ level: "slow", cause: "not_delivered" });
  });

  it("stops with the webhook that flags the number, holds what is due, and lets go by hand", async () => {
    await accountEvent("phone_number_quality_update", {
      display_phone_number: "4930123456",
      event: "FLAGGED",
    });
    expect(await brake()).toMatchObject({ level: "stop", cause: "quality_red" });
    const who = await kit.person("+4915112345678");
    const id = await kit.plan(who);
    await dispatchNumber(kit.deps, kit.target);
    expect(await kit.row(id)).toMatchObject({ state: "planned", reason: "quality_brake" });

    expect(await resumeBrake(kit.deps, kit.target)).toBe(true);
    await dispatchNumber(kit.deps, kit.target);
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
    await judge();
    const { level, history } = await brake();
    expect(level).toBe("slow");
    expect(history.map(({ from, to, byMerchant }) => [from, to, byMerchant])).toEqual(
      expect.arrayContaining([
        ["normal", "stop", false],
        ["stop", "slow", true],
      ]),
    );
    expect(await resumeBrake(kit.deps, kit.target)).toBe(false);
  });

  it("forgets what was counted before a resumption, and stops again for what comes after", async () => {
    await reached(20, { optedOut: 6 });
    await judge();
    await resumeBrake(kit.deps, kit.target);
    await judge();
    expect(await brake()).toMatchObject({ level: "slow" });
    kit.test.clock.forward({ hours: 5 });
    await reached(20, { optedOut: 6, hours: 2 });
    await judge();
    expect(await brake()).toMatchObject({ level: "stop", cause: "opt_outs" });
  });

  it("eases by itself, step by step, when the day is over", async () => {
    await reached(20, { optedOut: 6 });
    await judge();
    kit.test.clock.forward({ hours: 23 });
    await judge();
    expect(await brake()).toMatchObject({ level: "stop" });
    kit.test.clock.forward({ hours: 2 });
    await judge();
    expect(await brake()).toMatchObject({ level: "slow" });
    kit.test.clock.forward({ hours: 13 });
    await judge();
    expect(await brake()).toMatchObject({ level: "normal", cause: null });
  });

  it("is moved once by two that judge at the same time", async () => {
    await reached(20, { optedOut: 6 });
    await Promise.all([judge(), judge(), judge()]);
    expect((await brake()).history).toHaveLength(1);
  });
});
