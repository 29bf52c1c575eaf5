import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { costsBetween, saveBudget } from "#app/modules/costs/index.ts";
import { dispatchNumber, skipPlanned, wakeWaiting } from "#app/modules/messaging/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import { reconcileShop } from "#app/worker/reconcile-costs.ts";
import { type MessagingKit, startMessagingKit } from "./messaging-kit.ts";
import { withdraw } from "./messaging-person.ts";

const GERMANY = 113_100;
const DAY_MS = 24 * 3_600_000;

let kit: MessagingKit;
let people = 0;
beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());
beforeEach(async () => {
  kit.purchases.answer = () => null;
  await kit.control("faults", { outage: "none", latencyMs: 0, errors: [] });
  await kit.control("statuses", { auto: false, fail: null });
  await budget({});
  await kit.test.owner.query(
    "delete from charge; update budget set day_micros = 0, month_micros = 0",
  );
  kit.hook.changes.length = 0;
});

const person = (prefix = "+4915115") =>
  kit.person(`${prefix}${String((people += 1)).padStart(6, "0")}`);
const send = () => dispatchNumber(kit.deps, kit.target);

function budget(limits: { dayLimit?: number; monthLimit?: number; unknownPrice?: number }) {
  return saveBudget(kit.deps, kit.shopId, {
    currency: "EUR",
    dayLimit: null,
    monthLimit: null,
    unknownPrice: null,
    ...limits,
  });
}

async function counted(): Promise<number> {
  const { rows } = await kit.test.owner.query<{ day_micros: string }>(
    "select day_micros from budget where shop_id = $1",
    [kit.shopId],
  );
  return Number(rows[0]?.day_micros);
}

/** Time enough for a reminder to wait for tomorrow. */
const untilTomorrow = () => ({ expiresAt: new Date(kit.test.clock.now().getTime() + 2 * DAY_MS) });
const status = (wamid: string | null, name: string) =>
  kit.control("status", { wamid, status: name });

describe("a budget for the day", () => {
  it("lets through what it covers; the next one waits for tomorrow and leaves then", async () => {
    await budget({ dayLimit: 2 * GERMANY + 1 });
    const ids = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await kit.plan(await person(), untilTomorrow()));
    }
    await send();
    const rows = await Promise.all(ids.map((id) => kit.row(id)));
    expect(rows.filter((row) => row.state === "accepted")).toHaveLength(2);
    const waiting = rows.find((row) => row.state === "planned");
    expect(waiting).toMatchObject({ reason: "budget_day" });
    expect(waiting?.not_before.toISOString()).toBe("2026-11-22T23:00:00.000Z");
    expect(await counted()).toBe(2 * GERMANY);
    kit.test.clock.forward({ hours: 24 });
    await send();
    expect(await kit.row(waiting?.id ?? "")).toMatchObject({ state: "accepted" });
    kit.test.clock.forward({ hours: -24 });
    await kit.test.owner.query("update budget set day = '2026-11-22'");
  });

  it("takes no place under the messaging limit for what it does not cover", async () => {
    const { owner } = kit.test;
    const limit = (tier: string) =>
      owner.query("update whatsapp_number set messaging_limit = $1", [tier]);
    const planMany = async (count: number) => {
      const everybody = await Promise.all(Array.from({ length: count }, () => person()));
      return Promise.all(everybody.map((who) => kit.plan(who, untilTomorrow())));
    };
    await owner.query("delete from portfolio_recipient");
    await limit("TIER_50"); // 47 of them are ours
    await budget({ dayLimit: 7 * GERMANY });
    await planMany(47);
    await send();
    const at = kit.test.clock.now();
    await kit.deps.db.inShop(kit.shopId, (tx) =>
      skipPlanned(tx, { shopId: kit.shopId, reason: "reminders_off", at }),
    );
    await budget({});
    const ids = await planMany(41);
    await send();
    const rows = await Promise.all(ids.map((id) => kit.row(id)));
    const said = Map.groupBy(rows, ({ state, reason }) => `${state}: ${reason ?? "-"}`);
    expect([...said].map(([what, of]) => `${of.length} ${what}`).toSorted()).toEqual([
      "1 planned: messaging_limit",
      "40 accepted: -",
    ]);
    await limit("TIER_UNLIMITED");
  });

  it("ends what would be too late tomorrow, with its reason", async () => {
    await budget({ dayLimit: 1 });
    const expiresAt = new Date(kit.test.clock.now().getTime() + 3_600_000);
    const id = await kit.plan(await person(), { expiresAt });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "budget" });
    expect(kit.told.notSent).toContainEqual(
      expect.objectContaining({ messageId: id, reason: "budget" }),
    );
  });

  it("that is raised lets go of what waited", async () => {
    await budget({ dayLimit: 1 });
    const id = await kit.plan(await person(), untilTomorrow());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", reason: "budget_day" });
    await budget({ dayLimit: GERMANY });
    await wakeWaiting(kit.deps, kit.shopId);
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("is shared by several dispatchers to the last message", async () => {
    await budget({ dayLimit: 10 * GERMANY });
    const everybody = await Promise.all(Array.from({ length: 40 }, () => person()));
    const ids = await Promise.all(everybody.map((who) => kit.plan(who, untilTomorrow())));
    await Promise.all([send(), send(), send()]);
    const rows = await Promise.all(ids.map((id) => kit.row(id)));
    expect(rows.filter((row) => row.state === "accepted")).toHaveLength(10);
    expect(await counted()).toBe(10 * GERMANY);
  });
});

describe("a message whose price nobody knows", () => {
  const toAustria = () => person("+4366412");

  it("leaves while no budget is set", async () => {
    const id = await kit.plan(await toAustria());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("does not leave under a budget, and says why", async () => {
    await budget({ dayLimit: 1_000_000 });
    const id = await kit.plan(await toAustria());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "price_unknown" });
  });

  it("leaves under a budget at the price that the merchant set for it", async () => {
    await budget({ dayLimit: 1_000_000, unknownPrice: 150_000 });
    const id = await kit.plan(await toAustria());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
    expect(await counted()).toBe(150_000);
  });
});

describe("a reservation", () => {
  it("is given back when WhatsApp refuses", async () => {
    await budget({ dayLimit: GERMANY });
    const who = await person();
    await kit.control("faults", { errors: [{ to: who.phone, code: 131026 }] });
    const id = await kit.plan(who);
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "failed" });
    expect(await counted()).toBe(0);
  });

  it("is given back when the message fails later, and is charged when it arrives after all", async () => {
    await budget({ dayLimit: GERMANY });
    const id = await kit.plan(await person());
    await send();
    const { wamid } = await kit.row(id);
    await kit.control("status", { wamid, status: "failed", code: 131026 });
    await kit.deliver(1);
    expect(await counted()).toBe(0);
    await status(wamid, "delivered");
    await kit.deliver(1);
    expect(await counted()).toBe(GERMANY);
  });

  it("is given back when WhatsApp cannot be reached: nothing left", async () => {
    await budget({ dayLimit: GERMANY });
    await kit.control("faults", { outage: "refuse" });
    const id = await kit.plan(await person(), untilTomorrow());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned" });
    expect(await counted()).toBe(0);
  });

  it("stays while the outcome is unknown: the message may have gone", async () => {
    await budget({ dayLimit: GERMANY });
    await kit.control("faults", { outage: "http502" });
    const id = await kit.plan(await person());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "unknown" });
    expect(await counted()).toBe(GERMANY);
  });

  it("is not made for somebody who withdrew", async () => {
    await budget({ dayLimit: GERMANY });
    const who = await person();
    await kit.plan(who);
    await withdraw(kit, who);
    await send();
    expect(await counted()).toBe(0);
  });

  it("is charged once, however often and in whatever order statuses come", async () => {
    await budget({ dayLimit: 5 * GERMANY });
    const id = await kit.plan(await person());
    await send();
    const { wamid } = await kit.row(id);
    for (const name of ["sent", "delivered", "read"]) await status(wamid, name);
    await kit.deliver(3, (changes) => [...changes.toReversed(), ...changes]);
    const { rows } = await kit.test.owner.query(
      "select state, micros, billed_category from charge where message_id = $1",
      [id],
    );
    expect(rows).toEqual([
      { state: "charged", micros: String(GERMANY), billed_category: "marketing" },
    ]);
    expect(await counted()).toBe(GERMANY);
  });

  it("is charged by a read that no delivery came before", async () => {
    const id = await kit.plan(await person());
    await send();
    await status((await kit.row(id)).wamid, "read");
    await kit.deliver(1);
    const { rows } = await kit.test.owner.query("select state from charge where message_id = $1", [
      id,
    ]);
    expect(rows).toEqual([{ state: "charged" }]);
  });

  it("stays for a message that was sent, as long as it may be delivered, and is given back after", async () => {
    const from = kit.test.clock.now();
    const { shopId } = kit;
    const cost = () =>
      kit.deps.db.inShop(shopId, async (tx) =>
        costsBetween(tx, await readShop(tx, shopId), [from, kit.test.clock.now()]),
      );
    const ids = [await kit.plan(await person()), await kit.plan(await person())];
    await send();
    await status((await kit.row(ids[0] ?? "")).wamid, "delivered");
    await kit.deliver(1);
    kit.test.clock.forward({ hours: 30 * 24 });
    await reconcileShop(kit.deps, shopId);
    expect(await cost()).toEqual([{ currency: "EUR", micros: 2 * GERMANY }]);
    kit.test.clock.forward({ hours: 2 * 24 });
    await reconcileShop(kit.deps, shopId);
    expect(await cost()).toEqual([{ currency: "EUR", micros: GERMANY }]);
    kit.test.clock.set(from);
  });
});
