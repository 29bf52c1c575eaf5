import { digits } from "../delivery/status-update.ts";
import type { JsonObject } from "../json.ts";
import type { Account, OutMessage, State } from "../state.ts";
import { countryOf } from "../user-id.ts";
import { accountFields } from "./account-calls.ts";
import { refuse } from "./refusal.ts";

const DAY_S = 24 * 60 * 60;
const GRANULARITIES = ["HALF_HOUR", "DAILY", "MONTHLY"];
const DIMENSIONS = ["COUNTRY", "PHONE", "PRICING_CATEGORY", "PRICING_TYPE"];
const CALLS = ["start", "end", "granularity", "dimensions"];

/** What this stand-in charges, per delivered message in the account's currency; the rest costs the last one. */
const PRICES: Readonly<Record<string, number>> = {
  "DE marketing": 0.1131,
  "DE utility": 0.0456,
  "DE service": 0.0456,
  "FR marketing": 0.0712,
  "* marketing": 0.0604,
  "* utility": 0.0077,
  "* service": 0.0077,
};

/** GET /{waba-id}?fields=…: plain fields, and `pricing_analytics` with its parameters (contract 6.3). */
export function readAccount(state: State, account: Account, fields: string | null): JsonObject {
  if (fields === null) return accountFields(account, fields);
  const asked = topLevel(fields);
  const analytics = asked.filter((field) => /^pricing_analytics\b/.test(field));
  const plain = asked.filter((field) => !analytics.includes(field)).join(",");
  const known = plain === "" ? { id: account.wabaId } : accountFields(account, plain);
  const [call] = analytics;
  if (call === undefined) return known;
  return { pricing_analytics: pricingAnalytics(state, account, call), ...known };
}

/** Fields by the commas that stand outside of brackets. */
function topLevel(fields: string): string[] {
  return fields.split(/,(?![^()]*\))/).map((field) => field.trim());
}

type Question = { start: number; end: number; granularity: string; dimensions: string[] };

function questionOf(call: string): Question {
  const parameters = new Map<string, string>();
  const rest = call.slice("pricing_analytics".length);
  for (const [, name = "", value = ""] of rest.matchAll(/\.(\w+)\(([^()]*)\)/g)) {
    if (!CALLS.includes(name)) refuse(100, `pricing_analytics has no parameter ${name}`);
    parameters.set(name, value);
  }
  if (rest.replaceAll(/\.(\w+)\(([^()]*)\)/g, "") !== "") {
    refuse(100, `Syntax error in field ${call}`);
  }
  const second = (name: string) => {
    const value = parameters.get(name) ?? "";
    if (!/^\d{1,12}$/.test(value)) refuse(100, `pricing_analytics needs ${name} in unix seconds`);
    return Number(value);
  };
  const [start, end] = [second("start"), second("end")];
  if (start >= end) refuse(100, "start must be before end");
  const granularity = parameters.get("granularity") ?? "";
  if (!GRANULARITIES.includes(granularity)) {
    refuse(100, `granularity must be one of ${GRANULARITIES.join(", ")}`);
  }
  const dimensions = (parameters.get("dimensions") ?? "").split(",").filter(Boolean);
  const unknown = dimensions.find((one) => !DIMENSIONS.includes(one));
  if (unknown !== undefined) refuse(100, `pricing_analytics has no dimension ${unknown}`);
  return { start, end, granularity, dimensions };
}

function bucketOf(at: number, granularity: string): { start: number; end: number } {
  const seconds = Math.floor(at / 1000);
  if (granularity === "MONTHLY") {
    const date = new Date(at);
    const month = (more: number) =>
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more, 1) / 1000;
    return { start: month(0), end: month(1) };
  }
  const length = granularity === "DAILY" ? DAY_S : DAY_S / 48;
  const start = Math.floor(seconds / length) * length;
  return { start, end: start + length };
}

function priceOf(state: State, country: string, category: string): number {
  const prices: Record<string, number> = { ...PRICES, ...state.prices };
  return prices[`${country} ${category}`] ?? prices[`* ${category}`] ?? 0;
}

function dimensionsOf(state: State, message: OutMessage, asked: string[]): JsonObject {
  const { type = "regular", category = message.category } = message.price ?? {};
  const number = state.numbers.get(message.phoneNumberId);
  const all: Record<string, [string, string]> = {
    COUNTRY: ["country", countryOf(message.waId ?? "")],
    PHONE: ["phone", digits(number?.displayPhoneNumber ?? "")],
    PRICING_CATEGORY: ["pricing_category", category.toUpperCase()],
    PRICING_TYPE: ["pricing_type", type.toUpperCase()],
  };
  return Object.fromEntries(asked.flatMap((name) => (all[name] ? [all[name]] : [])));
}

/** Volume and cost of what was delivered, as Meta sums it up: by bucket and dimensions. */
function pricingAnalytics(state: State, account: Account, call: string): JsonObject {
  const { start, end, granularity, dimensions } = questionOf(call);
  const points = new Map<string, JsonObject & { volume: number; cost: number }>();
  for (const message of state.outgoing.values()) {
    const { billedAt } = message;
    if (billedAt === undefined || !account.numberIds.includes(message.phoneNumberId)) continue;
    if (billedAt < start * 1000 || billedAt >= end * 1000) continue;
    const place = {
      ...bucketOf(billedAt, granularity),
      ...dimensionsOf(state, message, dimensions),
    };
    const key = JSON.stringify(place);
    const point = points.get(key) ?? { ...place, volume: 0, cost: 0 };
    const isFree = (message.price?.type ?? "regular") !== "regular";
    const country = countryOf(message.waId ?? "");
    point.volume += 1;
    if (!isFree) point.cost += priceOf(state, country, message.category);
    points.set(key, point);
  }
  const rounded = [...points.values()].map((one) => ({
    ...one,
    cost: Math.round(one.cost * 10_000) / 10_000,
  }));
  return { data: [{ data_points: rounded }] };
}
