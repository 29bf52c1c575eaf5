import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addRate,
  costReport,
  forecastCost,
  importRates,
  reconcileCosts,
  saveBudget,
} from "#app/modules/costs/index.ts";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import { reconcileShop } from "#app/worker/reconcile-costs.ts";
import { type MessagingKit, startMessagingKit, WABA_ID } from "./messaging-kit.ts";

let kit: MessagingKit;
let people = 0;
// Far from the ends of day and month, wherever they are: what Meta has delivered lies in the month that is compared.
const now = new Date("2026-11-22T10:00:00.000Z");
beforeAll(async () => {
  kit = await startMessagingKit({ standInNow: () => now });
  kit.test.clock.set(now);
  await kit.test.owner.query(
    `update shop set reminder_settings = '{"quietHours": {"from": "00:00", "to": "00:00"}}', send_settings = '{}'`,
  );
});
afterAll(() => kit.close());

async function deliverTo(prefix: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    const who = await kit.person(`${prefix}${String((people += 1)).padStart(6, "0")}`);
    const id = await kit.plan(who);
    await dispatchNumber(kit.deps, kit.target);
    await kit.control("status", { wamid: (await kit.row(id)).wamid, status: "delivered" });
    await kit.deliver(1);
  }
}

const report = () => costReport(kit.deps, kit.shopId);

it("a month stands beside Meta's, with the difference to see", async () => {
  await deliverTo("+4915116", 2);
  await deliverTo("+3361234", 1);
  await kit.control("prices", { prices: { "DE marketing": 0.12 } });
  await reconcileShop(kit.deps, kit.shopId);
  const [month] = (await report()).billed;
  expect(month?.month).toBe(now.toISOString().slice(0, 7));
  expect(month?.lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        market: "germany",
        category: "marketing",
        currency: "EUR",
        ourMessages: 2,
        ourMicros: 226_200,
        metaMessages: 2,
        metaMicros: 240_000,
      }),
      // The card knows France in dollars only; Meta bills the account in euros.
      expect.objectContaining({
        market: "france",
        currency: "USD",
        ourMessages: 1,
        metaMessages: 0,
      }),
      expect.objectContaining({ market: "france", currency: "EUR", metaMicros: 71_200 }),
    ]),
  );
});

it("asking again replaces what was known", async () => {
  await deliverTo("+4915117", 1);
  await reconcileShop(kit.deps, kit.shopId);
  const { billed, billedCurrency } = await report();
  expect(billed).toHaveLength(1);
  const germany = billed[0]?.lines.find((line) => line.market === "germany");
  expect(germany).toMatchObject({ ourMessages: 3, metaMessages: 3 });
  expect(billedCurrency).toBe("EUR");
});

it("a refusal of Meta's leaves what is known", async () => {
  const before = (await report()).billed;
  await reconcileCosts(kit.deps, kit.shopId, { wabaId: WABA_ID, token: "expired" });
  expect((await report()).billed).toEqual(before);
});

it("the report says what the month cost, by market and category", async () => {
  const { lines, used, forecast } = await report();
  expect(lines).toMatchObject([
    {
      market: "germany",
      category: "marketing",
      currency: "EUR",
      messages: 3,
      delivered: 3,
      open: 0,
    },
    { market: "france", currency: "USD", messages: 1 },
  ]);
  expect(used).toEqual({ day: 339_300, month: 339_300 });
  expect(forecast).toMatchObject({
    people: 100,
    totals: [{ currency: "EUR" }, { currency: "USD" }],
  });
});

const day = (offset: number) =>
  new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
const germany = (price: string, validFrom: string) =>
  addRate(kit.deps, kit.shopId, {
    market: "Germany",
    category: "marketing",
    currency: "EUR",
    price,
    validFrom,
  });

it("a price of the merchant's counts from its day, and is never changed after it", async () => {
  const recipients = [{ country: "DE", count: 10, free: 1 }];
  const forecast = () =>
    kit.deps.db.inShop(kit.shopId, (tx) =>
      forecastCost(tx, kit.shopId, { category: "marketing", at: now, recipients }),
    );
  expect(await forecast()).toMatchObject({ totals: [{ micros: 9 * 113_100 }], estimate: true });
  expect(await germany("0,10", day(0))).toMatchObject({ ok: true, change: "new" });
  expect(await forecast()).toMatchObject({
    totals: [{ micros: 900_000 }],
    free: 1,
    estimate: false,
  });
  expect(await germany("0,11", day(0))).toMatchObject({
    ok: false,
    problems: { validFrom: { problem: "past" } },
  });
  expect(await germany("0,11", day(2))).toMatchObject({ ok: true, change: "new" });
  expect(await germany("0,12", day(2))).toMatchObject({ ok: true, change: "changed" });
  const { upcoming, rates } = await report();
  expect(upcoming).toMatchObject([{ micros: 120_000, validFrom: day(2) }]);
  const shown = rates.find((one) => one.market === "germany")?.prices;
  expect(shown?.marketing).toMatchObject({ micros: 100_000, own: true, estimate: false });
  expect(shown?.utility).toMatchObject({ own: false, estimate: true });
});

it("a file is taken in as a whole or not at all, and a dry run writes nothing", async () => {
  const good = `market,category,currency,price\nFrance,marketing,EUR,0.0712\nAustria,marketing,EUR,0.05`;
  const file = { text: good, currency: "EUR", validFrom: day(0), source: "test", dryRun: false };
  expect(await importRates(kit.deps, kit.shopId, file)).toMatchObject({
    written: false,
    errors: [{ line: 3, problem: "market", value: "Austria" }],
  });
  const text = good.split("\n").slice(0, 2).join("\n");
  const dry = await importRates(kit.deps, kit.shopId, { ...file, text, dryRun: true });
  expect(dry).toMatchObject({ added: 1, written: false, errors: [] });
  expect(
    (await report()).rates.find((one) => one.market === "france")?.prices.marketing,
  ).toBeNull();
  expect(await importRates(kit.deps, kit.shopId, { ...file, text })).toMatchObject({
    written: true,
  });
  expect(await importRates(kit.deps, kit.shopId, { ...file, text })).toMatchObject({ same: 1 });
  expect(
    (await report()).rates.find((one) => one.market === "france")?.prices.marketing,
  ).toMatchObject({ micros: 71_200, own: true });
});

it("warns at four fifths and at the end of a budget", async () => {
  const limits = { currency: "EUR", dayLimit: null, unknownPrice: null } as const;
  const alerts = async (monthLimit: number) => {
    await saveBudget(kit.deps, kit.shopId, { ...limits, monthLimit });
    return (await report()).alerts;
  };
  expect(await alerts(430_000)).toEqual([]);
  expect(await alerts(420_000)).toEqual([{ about: "month", level: "near" }]);
  expect(await alerts(339_300)).toEqual([{ about: "month", level: "full" }]);
});
