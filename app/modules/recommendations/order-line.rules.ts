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
  "bad_number",
  "bad_row",
] as const;
export type DroppedReason = (typeof droppedReasons)[number];
/** Rows that somebody should look at, with their line numbers. */
export const damageReasons: readonly DroppedReason[] = ["bad_date", "bad_number", "bad_row"];

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
const WITH_SLASHES = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * Whether dates with slashes put the day or the month first: `unclear` where none of them decides,
 * null where there are no such dates.
 */
export function dateOrderOf(dates: readonly string[]): DateOrder | "unclear" | null {
  let seen = false;
  for (const date of dates) {
    const found = WITH_SLASHES.exec(date.trim());
    if (Number(found?.[1]) > 12) return "day_first";
    if (Number(found?.[2]) > 12) return "month_first";
    seen ||= found !== null;
  }
  return seen ? "unclear" : null;
}

function withSlashes(found: RegExpExecArray, order: DateOrder): number {
  const [first, second, year, hour, minute, secondOfMinute] = found
    .slice(1)
    .map((n) => Number(n ?? 0));
  const day = order === "day_first" ? first : second;
  const month = order === "day_first" ? second : first;
  const at = Date.UTC(
    year ?? 0,
    (month ?? 0) - 1,
    day ?? 0,
    hour ?? 0,
    minute ?? 0,
    secondOfMinute ?? 0,
  );
  // 31/02 would silently become a day in March.
  return new Date(at).getUTCMonth() === (month ?? 0) - 1 ? at : Number.NaN;
}

/** Milliseconds, or null: ISO (without a zone: UTC) or with slashes or dots. */
export function readDate(text: string, order: DateOrder): number | null {
  const trimmed = text.trim();
  const found = WITH_SLASHES.exec(trimmed);
  const iso = found ? null : ISO.exec(trimmed);
  if (!found && !iso) return null;
  const zoned = iso?.[1] || !trimmed.includes(":") ? trimmed : `${trimmed}Z`;
  const at = found ? withSlashes(found, order) : Date.parse(zoned.replace(" ", "T"));
  return at >= EARLIEST && at < LATEST ? at : null;
}

/** A decimal comma is read too, as files with semicolons have it. */
function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i.test(trimmed)) return null;
  return Number(trimmed.replace(",", "."));
}

/** A customer's id as it stands in files; some tools write a number with decimals. Null: a guest. */
export function readPerson(text: string): string | null {
  const id = text.trim().replace(/\.0+$/, "");
  return id === "" || id.toLowerCase() === "nan" || id.toLowerCase() === "null" ? null : id;
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
  /** the export names no prices: a row without one is no gift */
  pricesAreMissing: boolean;
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
  const at = readDate(raw.orderedAt, how.order);
  if (at === null) return { dropped: "bad_date" };
  if (how.until !== null && at >= how.until) return { dropped: "later" };
  const amounts = amountsOf(raw, how.pricesAreMissing);
  if ("dropped" in amounts) return amounts;
  return { line: { orderId, personId: readPerson(raw.customerId), at, productId, ...amounts } };
}
