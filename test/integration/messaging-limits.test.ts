import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dispatchNumber, settleInFlight } from "#app/modules/messaging/index.ts";
import { type MessagingKit, startMessagingKit, until } from "./messaging-kit.ts";

let kit: MessagingKit;
let people = 0;
const person = () => kit.person(`+4915113${String((people += 1)).padStart(6, "0")}`);
const send = () => dispatchNumber(kit.deps, kit.target);
const acceptedTo = async (phone: string) =>
  (await kit.log()).accepted.filter((entry) => entry.to === phone);
const setNumber = (change: string) =>
  kit.test.owner.query(`update whatsapp_number set ${change} where id = $1`, [kit.numberId]);
const setCaps = (caps: object) =>
  kit.test.owner.query("update shop set send_settings = $2 where id = $1", [
    kit.shopId,
    JSON.stringify({ caps }),
  ]);
const states = async (ids: string[]) => {
  const rows = await Promise.all(ids.map((id) => kit.row(id)));
  return rows.map(({ state, reason }) => (reason ? `${state}: ${reason}` : state));
};

beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.test.owner.query("delete from message");
  await kit.test.owner.query("delete from portfolio_recipient");
  await setNumber("messaging_limit = 'TIER_UNLIMITED', throughput = 'HIGH'");
  await setCaps({ minHoursBetween: null, maxPer30Days: null });
});

describe("two messages to the same person", () => {
  it("leave six seconds apart, also when they are due together", async () => {
    const who = await person();
    const ids = [await kit.plan(who), await kit.plan(who)];
    await send();
    expect((await states(ids)).toSorted()).toEqual(["accepted", "planned: pair_rate"]);
    kit.test.clock.forward({ seconds: 7 });
    await send();
    expect(await states(ids)).toEqual(["accepted", "accepted"]);
  });

  it("never both pass the cap, with three dispatchers at once", async () => {
    await setCaps({ minHoursBetween: 20, maxPer30Days: 4 });
    const everybody = await Promise.all(Array.from({ length: 30 }, person));
    const ids = await Promise.all(everybody.flatMap((who) => [kit.plan(who), kit.plan(who)]));
    await Promise.all([send(), send(), send()]);
    kit.test.clock.forward({ seconds: 7 });
    await Promise.all([send(), send(), send()]);
    const said = await states(ids);
    expect(said.filter((one) => one === "accepted")).toHaveLength(30);
    expect(said.filter((one) => one === "skipped: frequency_cap")).toHaveLength(30);
  });
});

describe("a message to somebody to whom another is on its way", () => {
  it("waits until WhatsApp has answered, and is then held to the cap", async () => {
    await setCaps({ minHoursBetween: 20, maxPer30Days: 4 });
    const who = await person();
    const first = await kit.plan(who);
    await kit.control("faults", { latencyMs: 400 });
    const sending = send();
    await until("the hand-over", async () => (await kit.row(first)).state === "handing_over");
    const second = await kit.plan(who);
    kit.test.clock.forward({ seconds: 20 });
    await send();
    expect(await states([second])).toEqual(["planned: pair_rate"]);
    await sending;
    await kit.control("faults", { latencyMs: 0 });
    kit.test.clock.forward({ seconds: 7 });
    await send();
    expect(await states([first, second])).toEqual(["accepted", "skipped: frequency_cap"]);
  });
});

describe("the messaging limit of a business portfolio", () => {
  it("is kept at 95 % by three dispatchers at once; the rest waits for the places of the day before", async () => {
    await setNumber("messaging_limit = 'TIER_50'");
    const everybody = await Promise.all(Array.from({ length: 60 }, person));
    const ids = await Promise.all(
      everybody.map((who) =>
        kit.plan(who, { expiresAt: new Date(kit.test.clock.now().getTime() + 72 * 3600_000) }),
      ),
    );
    await Promise.all([send(), send(), send()]);
    const said = await states(ids);
    expect(said.filter((one) => one === "accepted")).toHaveLength(47);
    expect(said.filter((one) => one === "planned: messaging_limit")).toHaveLength(13);
    kit.test.clock.forward({ hours: 25 });
    await send();
    expect(new Set(await states(ids))).toEqual(new Set(["accepted"]));
  });

  it("is one for all its shops, and a person of two of them counts once", async () => {
    const { deps, test } = kit;
    const shops = [kit.shopId, await test.addShop()];
    const take = (shopId: string, from: number) =>
      deps.db.inShop(shopId, async (tx) => {
        const names = Array.from({ length: 10 }, (_, at) => `person-${from + at}`);
        const full = await tx.$queryRaw<unknown[]>`
          select place from portfolio_take('shared', 47, ${test.clock.now()}::timestamptz, ${names}::text[])`;
        return names.length - full.length;
      });
    await Promise.all(shops.map((shopId) => take(shopId, 0)));
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, at) => take(shops[at % 2] ?? "", 10 + 10 * at)),
    );
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(37);
    expect(await take(kit.shopId, 5)).toBeGreaterThanOrEqual(5);
  });

  it("counts a person once, and not at all inside an open service window", async () => {
    await setNumber("messaging_limit = 'TIER_50'");
    const full = await Promise.all(Array.from({ length: 47 }, person));
    await Promise.all(full.map((who) => kit.plan(who)));
    await send();
    kit.test.clock.forward({ seconds: 7 });
    const known = full[0] ?? (await person());
    const writer = await person();
    await kit.test.owner.query("update contact set last_inbound_at = $2 where id = $1", [
      writer.contactId,
      kit.test.clock.now(),
    ]);
    const ids = [await kit.plan(known), await kit.plan(writer), await kit.plan(await person())];
    await send();
    expect(await states(ids)).toEqual(["accepted", "accepted", "planned: messaging_limit"]);
  });
});

describe("a number's rate", () => {
  it("is one bucket for all dispatchers", async () => {
    await setNumber("throughput = 'STANDARD'");
    const everybody = await Promise.all(Array.from({ length: 90 }, person));
    await Promise.all(everybody.map((who) => kit.plan(who)));
    const startedAt = Date.now();
    await Promise.all([send(), send(), send()]);
    const seconds = (Date.now() - startedAt) / 1000;
    const accepted = await Promise.all(everybody.map(({ phone }) => acceptedTo(phone)));
    expect(accepted.filter((entries) => entries.length === 1)).toHaveLength(90);
    expect(90).toBeLessThanOrEqual(60 * (seconds + 0.25) + 1);
  });
});

describe("a message whose outcome is unknown", () => {
  const lose = async (kind: "cart_reminder" | "opt_out_confirmation") => {
    const who = await person();
    const id = await kit.plan(who, { kind });
    await kit.test.owner.query(
      `update message set state = 'unknown', attempts = 1, handed_over_at = $2 where id = $1`,
      [id, kit.test.clock.now()],
    );
    return id;
  };

  it("is tried once more after a quarter of an hour when it is a confirmation, never as advertising", async () => {
    const [advertising, confirmation] = [
      await lose("cart_reminder"),
      await lose("opt_out_confirmation"),
    ];
    kit.test.clock.forward({ minutes: 14 });
    await settleInFlight(kit.deps);
    expect(await states([confirmation])).toEqual(["unknown"]);
    kit.test.clock.forward({ minutes: 2 });
    await settleInFlight(kit.deps);
    expect(await states([advertising, confirmation])).toEqual([
      "unknown",
      "planned: outcome_unknown",
    ]);
  });
});
