import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isObject, objectsOrNull } from "./json.ts";
import type { JsonObject } from "./json.ts";
import {
  PHONE_ID,
  SHOPPER,
  WABA_ID,
  seedBody,
  startKit,
  statuses,
  until,
  wamidOf,
} from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import * as t from "./test-templates.ts";

const NOW = new Date("2026-11-22T10:00:00Z");
const DAY = Date.UTC(2026, 10, 22) / 1000;
const NEXT_DAY = DAY + 86_400;

let kit: Kit;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  kit = await startKit({ now: () => now });
  await kit.control("seed", seedBody([{ definition: t.REMINDER }]));
  await kit.control("statuses", { auto: false });
});
afterEach(async () => kit.close());

async function sent(body: unknown): Promise<string> {
  return wamidOf(await kit.send(body));
}

async function status(wamid: string, name: string): Promise<JsonObject> {
  await kit.control("status", { wamid, status: name });
  return until(name, () =>
    statuses(kit.hook).find((one) => one["id"] === wamid && one["status"] === name),
  );
}

const delivered = (wamid: string) => status(wamid, "delivered");
const text = () => ({
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: SHOPPER,
  type: "text",
  text: { body: "Hello" },
});
const hoursOn = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

describe("the price that statuses name (contract 3.5, 6.2)", () => {
  test("is regular for marketing", async () => {
    expect(await delivered(await sent(t.reminder({})))).toMatchObject({
      pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "marketing" },
    });
  });

  test("rides on a read that no delivery came before", async () => {
    expect(await status(await sent(t.reminder({})), "read")).toHaveProperty("pricing");
  });

  test("is free for a number's first 1,000 service messages of a month, then regular", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Hi" });
    expect(await delivered(await sent(text()))).toMatchObject({
      pricing: { billable: false, type: "free_customer_service", category: "service" },
    });
    for (let count = 1; count < 1_000; count += 1) await sent(text());
    expect(await delivered(await sent(text()))).toMatchObject({
      pricing: { billable: true, type: "regular", category: "service" },
    });
  });

  test("is free for 72 hours after the business answered somebody who came by an ad", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Hi", byAd: true });
    hoursOn(23);
    const free = { billable: false, type: "free_entry_point", category: "referral_conversion" };
    expect(await delivered(await sent(t.reminder({})))).toMatchObject({ pricing: free });
    hoursOn(71);
    expect(await delivered(await sent(t.reminder({})))).toMatchObject({ pricing: free });
    hoursOn(2);
    expect(await delivered(await sent(t.reminder({})))).toMatchObject({
      pricing: { type: "regular" },
    });
  });

  test("is not free when the business answers an ad's visitor after a day", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Hi", byAd: true });
    hoursOn(25);
    expect(await delivered(await sent(t.reminder({})))).toMatchObject({
      pricing: { type: "regular" },
    });
  });

  test("a message that came by an ad carries its referral", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Hi", byAd: true });
    const told = await until("inbound", () => kit.hook.posts.find(({ raw }) => raw.includes("Hi")));
    expect(told.raw).toContain('"source_type":"ad"');
  });
});

const analytics = (calls: string, more = "") =>
  kit.graph("GET", `${WABA_ID}?fields=${more}pricing_analytics${calls}`);
const DAILY = `.start(${DAY}).end(${NEXT_DAY}).granularity(DAILY)`;
const ALL = ".dimensions(PRICING_CATEGORY,PRICING_TYPE,COUNTRY)";

async function points(calls: string): Promise<JsonObject[]> {
  const { body } = await analytics(calls);
  const found = body["pricing_analytics"];
  const [first] = isObject(found) ? (objectsOrNull(found["data"]) ?? []) : [];
  return objectsOrNull(first?.["data_points"]) ?? [];
}

describe("pricing_analytics (contract 6.3)", () => {
  test("sums up what was delivered, by day, category, type and country", async () => {
    for (let count = 0; count < 2; count += 1) await delivered(await sent(t.reminder({})));
    await sent(t.reminder({})); // never delivered
    await delivered(await sent(t.reminder({ to: "+33612345678" })));
    await kit.control("inbound", { from: SHOPPER, text: "Hi" });
    await delivered(await sent(text()));
    const common = { start: DAY, end: NEXT_DAY };
    expect(await points(DAILY + ALL)).toEqual([
      {
        ...common,
        pricing_category: "MARKETING",
        pricing_type: "REGULAR",
        country: "DE",
        volume: 2,
        cost: 0.2262,
      },
      {
        ...common,
        pricing_category: "MARKETING",
        pricing_type: "REGULAR",
        country: "FR",
        volume: 1,
        cost: 0.0712,
      },
      {
        ...common,
        pricing_category: "SERVICE",
        pricing_type: "FREE_CUSTOMER_SERVICE",
        country: "DE",
        volume: 1,
        cost: 0,
      },
    ]);
    expect(await points(DAILY)).toEqual([{ ...common, volume: 4, cost: 0.2974 }]);
  });

  test("counts a message once, and on the day of its delivery", async () => {
    const wamid = await sent(t.reminder({}));
    await delivered(wamid);
    hoursOn(24);
    await status(wamid, "read");
    expect(
      await points(`.start(${NEXT_DAY}).end(${NEXT_DAY + 86_400}).granularity(DAILY)`),
    ).toEqual([]);
    expect(await points(DAILY)).toMatchObject([{ volume: 1 }]);
  });

  test("may cost what a test orders", async () => {
    await kit.control("prices", { prices: { "DE marketing": 0.12 } });
    await delivered(await sent(t.reminder({})));
    expect(await points(DAILY)).toMatchObject([{ cost: 0.12 }]);
  });

  test("comes with plain fields, of the account alone", async () => {
    const { body } = await analytics(DAILY, "currency,");
    expect(body).toMatchObject({ id: WABA_ID, currency: "EUR", pricing_analytics: {} });
  });

  test.each([
    ["no start", `.end(${NEXT_DAY}).granularity(DAILY)`],
    ["no end", `.start(${DAY}).granularity(DAILY)`],
    ["a start after the end", `.start(${NEXT_DAY}).end(${DAY}).granularity(DAILY)`],
    ["a date that is no unix time", ".start(2026-11-22).end(2026-11-23).granularity(DAILY)"],
    ["no granularity", `.start(${DAY}).end(${NEXT_DAY})`],
    ["a granularity that does not exist", `.start(${DAY}).end(${NEXT_DAY}).granularity(WEEKLY)`],
    ["a dimension that does not exist", `${DAILY}.dimensions(CITY)`],
    ["a parameter that does not exist", `${DAILY}.sort(COST)`],
    ["a call that does not end", `${DAILY}.dimensions(COUNTRY`],
  ])("refused with 100: %s", async (_name, calls) => {
    expect(await analytics(calls)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  test("refused with 100: on a phone number", async () => {
    const answer = await kit.graph("GET", `${PHONE_ID}?fields=pricing_analytics${DAILY}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  test("refused with 100 and subcode 33: somebody else's account", async () => {
    const answer = await kit.graph("GET", `999?fields=pricing_analytics${DAILY}`);
    expect(answer).toMatchObject({ body: { error: { code: 100, error_subcode: 33 } } });
  });

  test("refused with 190: without a valid token", async () => {
    const path = `${WABA_ID}?fields=pricing_analytics${DAILY}`;
    expect(await kit.graph("GET", path, undefined, "nobody")).toMatchObject({
      body: { error: { code: 190 } },
    });
  });
});
