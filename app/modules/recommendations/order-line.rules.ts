import { DAY_MS } from "#app/shared/duration.ts";

/** A row of an export as it comes: all text, nothing trusted. */
export interface RawOrderLine {
  orderId: string;
  customerId: string;
  orderedAt: string;
  productId: string;
  quantity: string;
  price: string;
}

export interface OrderLine {
  orderId: string;
  personId: string | null;
  at: number;
  productId: string;
  /** null: the export tells none */
  price: number | null;
}

/** Why a row does not count; the first six are ordinary in exports, the others are damage. */
export const droppedReasons = [
  "cancelled",
  "returned",
  "service",
  "free",
  "later",
  "no_product",
  "bad_date",
  "in_the_future",
  "bad_number",
  "bad_row",
] as const;
export type DroppedReason = (typeof droppedReasons)[number];
/** Rows that somebody should look at, with their line numbers. */
export const damageReasons: readonly DroppedReason[] = [
  "bad_date",
  "in_the_future",
  "bad_number",
  "bad_row",
];

export type ReadLine = { line: OrderLine } | { dropped: DroppedReason };

/** Which number comes first in dates like 1/12/2010. */
export type DateOrder = "day_first" | "month_first";

/** Headers we know: our own, and that of the Online Retail data set with its habits. */
export type OrderExport = "plain" | "online_retail";

/** Postage, fees, vouchers: sold, but nothing to recommend. */
const SERVICE_CODES: Readonly<Record<OrderExport, RegExp>> = {
  plain:
    /^(postage|post|dot|shipping|delivery|discount|gift[ _-]?card|bank charges|fee|amazonfee|manual)$/i,
  online_retail:
    /^(post|dot|m|d|s|b|c2|c3|pads|cruk|amazonfee|bank charges|adjust\d*|dcgs.*|gift.*|test.*)$/i,
};
/** In the Online Retail files one product is written 85123a and 85123A; other shops may mean two. */
export function readProduct(text: string, kind: OrderExport): string {
  const id = text.trim();
  return kind === "online_retail" ? id.toUpperCase() : id;
}

/** There a leading C or A marks cancellations and corrections. */
const CANCELLED_INVOICE = /^[ac]\d/i;
const LONGEST_ID = 200;
const TIME = String.raw`(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?`;
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([/.])(\d{1,2})[/.](\d{4})${TIME}$`);
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${TIME} ?(Z|UTC|[+-]\d{2}:?\d{2})?$`,
);
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * Whether dates with slashes put the day or the month first: `unclear` where none of them decides,
 * null where there are no such dates.
 */
export function dateOrderOf(dates: readonly string[]): DateOrder | "unclear" | null {
  let seen = false;
  for (const date of dates) {
    const [, first, separator, second] = YEAR_LAST.exec(date.trim()) ?? [];
    if (separator !== "/") continue;
    if (Number(first) > 12) return "day_first";
    if (Number(second) > 12) return "month_first";
    seen = true;
  }
  return seen ? "unclear" : null;
}

type Part = string | undefined;

interface DateParts {
  year: Part;
  month: Part;
  day: Part;
  time: readonly Part[];
  zone?: Part;
}

/** Minutes that a zone is ahead of UTC. */
function zoneMinutes(zone = ""): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const ahead = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" ? -ahead : ahead;
}

function momentOf({ year, month, day, time, zone }: DateParts): number {
  const [hour, minute, second] = time.map((part) => Number(part ?? 0));
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // 31/02 would silently become a day in March, and 25:00 the next day.
  const exists = new Date(date).getUTCMonth() === Number(month) - 1;
  if (!exists || (hour ?? 0) > 24 || (minute ?? 0) > 59) return Number.NaN;
  const seconds = ((hour ?? 0) * 60 + (minute ?? 0) - zoneMinutes(zone)) * 60 + (second ?? 0);
  return date + Math.round(seconds * 1000);
}

function partsOf(text: string, order: DateOrder): DateParts | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const [, year, month, day, hour, minute, second, zone] = yearFirst;
    return { year, month, day, time: [hour, minute, second], zone };
  }
  const found = YEAR_LAST.exec(text);
  if (!found) return null;
  const [, first, separator, second, year, ...time] = found;
  // With dots the day is first wherever such dates are written.
  return separator === "." || order === "day_first"
    ? { year, month: second, day: first, time }
    : { year, month: first, day: second, time };
}

/** Milliseconds, or null: ISO (without a zone: UTC) or with slashes or dots. */
export function readDate(text: string, order: DateOrder): number | null {
  const parts = partsOf(text.trim(), order);
  const at = parts === null ? Number.NaN : momentOf(parts);
  return at >= EARLIEST && at < LATEST ? at : null;
}

/** As exports write them: with a decimal comma, with separated thousands, with a currency's sign. */
function readNumber(text: string): number | null {
  const trimmed = text.trim().replace(/^[$€£] ?| ?[$€£]$/g, "");
  if (/^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed.replace(",", "."));
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(trimmed)) return Number(trimmed.replaceAll(",", ""));
  if (!/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(trimmed)) return null;
  return Number(trimmed.replaceAll(".", "").replace(",", "."));
}

const NOBODY = new Set(["", "nan", "null", "none", "na", "n/a", "undefined"]);

/** A customer's id as it stands in files; some tools write a number with decimals. Null: a guest. */
export function readPerson(text: string): string | null {
  const id = text.trim().replace(/\.0+$/, "");
  return NOBODY.has(id.toLowerCase()) ? null : id;
}

function amountsOf(
  raw: RawOrderLine,
  pricesAreMissing: boolean,
): { price: number | null } | { dropped: DroppedReason } {
  const quantity = readNumber(raw.quantity);
  const price = raw.price.trim() === "" ? 0 : readNumber(raw.price);
  if (quantity === null || price === null) return { dropped: "bad_number" };
  if (quantity <= 0) return { dropped: "returned" };
  if (price > 0) return { price };
  return pricesAreMissing ? { price: null } : { dropped: "free" };
}

export interface HowToRead {
  export: OrderExport;
  order: DateOrder;
  /** milliseconds: rows at or after it are not read */
  until: number | null;
  /** milliseconds: nobody has bought anything after it */
  now: number;
  /** the export names no prices: a row without one is no gift */
  pricesAreMissing: boolean;
}

function momentIn(text: string, how: HowToRead): { at: number } | { dropped: DroppedReason } {
  const at = readDate(text, how.order);
  if (at === null) return { dropped: "bad_date" };
  if (how.until !== null && at >= how.until) return { dropped: "later" };
  return at > how.now + DAY_MS ? { dropped: "in_the_future" } : { at };
}

/** What a row says, or why it does not count. */
export function readOrderLine(raw: RawOrderLine, how: HowToRead): ReadLine {
  const orderId = raw.orderId.trim();
  const productId = readProduct(raw.productId, how.export);
  if (orderId === "" || orderId.length > LONGEST_ID || productId.length > LONGEST_ID) {
    return { dropped: "bad_row" };
  }
  if (how.export === "online_retail" && CANCELLED_INVOICE.test(orderId)) {
    return { dropped: "cancelled" };
  }
  if (productId === "") return { dropped: "no_product" };
  if (SERVICE_CODES[how.export].test(productId)) return { dropped: "service" };
  const moment = momentIn(raw.orderedAt, how);
  if ("dropped" in moment) return moment;
  const amounts = amountsOf(raw, how.pricesAreMissing);
  if ("dropped" in amounts) return amounts;
  const personId = readPerson(raw.customerId);
  return { line: { orderId, personId, productId, ...moment, ...amounts } };
}
