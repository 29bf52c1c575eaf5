import {
  damageReasons,
  type DateOrder,
  dateOrderOf,
  type DroppedReason,
  type HowToRead,
  type OrderExport,
  readOrderLine,
} from "#app/modules/recommendations/order-line.rules.ts";
import {
  HistoryBuilder,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";
import { type CsvRow, readRows } from "./csv-rows.ts";

export interface OrdersFile {
  history: PurchaseHistory;
  export: OrderExport;
  /** mean price per product, by the product's number, where any is known */
  prices: Map<number, number>;
  rows: number;
  used: number;
  withoutCustomer: number;
  dropped: Map<DroppedReason, number>;
  /** the first damaged rows: line and reason */
  damage: { line: number; reason: DroppedReason }[];
  lastAt: number;
}

interface Columns {
  export: OrderExport;
  /** cells that a whole row has at least */
  needed: number;
  orderId: number;
  customerId: number;
  orderedAt: number;
  productId: number;
  quantity: number;
  price: number;
}

const HEADERS: Readonly<Record<OrderExport, readonly string[]>> = {
  plain: ["order_id", "customer_id", "ordered_at", "product_id", "quantity", "price"],
  online_retail: ["invoiceno", "customerid", "invoicedate", "stockcode", "quantity", "unitprice"],
};
const DAMAGE_SHOWN = 20;
const PROGRESS_EVERY = 500_000;
/** Share of rows whose year somebody may have mistyped. */
const MOST_MISTYPED = 0.05;

function columnsOf(header: readonly string[]): Columns {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, "")
      .trim()
      .toLowerCase(),
  );
  for (const kind of ["plain", "online_retail"] as const) {
    const at = HEADERS[kind].map((name) => names.indexOf(name));
    if (at.includes(-1)) continue;
    const [orderId = 0, customerId = 0, orderedAt = 0, productId = 0, quantity = 0, price = 0] = at;
    const needed = Math.max(...at) + 1;
    return { export: kind, needed, orderId, customerId, orderedAt, productId, quantity, price };
  }
  if (/[\0\uFFFD]/.test(names.join(""))) {
    throw new Error("The orders file is no text in UTF-8: save it as CSV (UTF-8), plain or .gz.");
  }
  throw new Error(
    `The first line of the orders file must be\n  ${HEADERS.plain.join(",")}\nbut is\n  ${names.join(",").slice(0, 200)}`,
  );
}

type ReadOptions = Pick<HowToRead, "until" | "now" | "pricesAreMissing">;

function lineReader(options: ReadOptions) {
  const builder = new HistoryBuilder();
  const sums = new Map<string, { sum: number; count: number }>();
  const file = { rows: 0, used: 0, withoutCustomer: 0, lastAt: 0 };
  const dropped = new Map<DroppedReason, number>();
  const damage: OrdersFile["damage"] = [];
  const drop = (line: number, reason: DroppedReason) => {
    dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
    const shown = damageReasons.includes(reason) && damage.length < DAMAGE_SHOWN;
    if (shown) damage.push({ line, reason });
  };
  const take = ({ line: number, cells }: CsvRow, columns: Columns, order: DateOrder) => {
    file.rows += 1;
    if (cells.length < columns.needed) return drop(number, "bad_row");
    const cell = (at: number) => cells[at] ?? "";
    const raw = {
      orderId: cell(columns.orderId),
      customerId: cell(columns.customerId),
      orderedAt: cell(columns.orderedAt),
      productId: cell(columns.productId),
      quantity: cell(columns.quantity),
      price: cell(columns.price),
    };
    const read = readOrderLine(raw, { ...options, export: columns.export, order });
    if ("dropped" in read) return drop(number, read.dropped);
    const { line } = read;
    file.used += 1;
    file.withoutCustomer += line.personId === null ? 1 : 0;
    file.lastAt = Math.max(file.lastAt, line.at);
    if (line.price !== null) {
      const sum = sums.get(line.productId) ?? { sum: 0, count: 0 };
      sums.set(line.productId, { sum: sum.sum + line.price, count: sum.count + 1 });
    }
    builder.add(line);
  };
  const finish = (kind: OrderExport): OrdersFile => {
    const history = builder.build();
    const prices = new Map<number, number>();
    for (const [id, { sum, count }] of sums) {
      const number = history.productIndex.get(id);
      if (number !== undefined) prices.set(number, sum / count);
    }
    return { export: kind, history, prices, dropped, damage, ...file };
  };
  return { take, finish, file };
}

/** Holds rows back until the file shows whether its dates put the day or the month first. */
function rowTaker(reader: ReturnType<typeof lineReader>) {
  let columns: Columns | null = null;
  let order: DateOrder | null = null;
  let waiting: CsvRow[] = [];
  const flush = (found: Columns, by: DateOrder) => {
    for (const row of waiting) reader.take(row, found, by);
    waiting = [];
  };
  return {
    take(rows: CsvRow[]): void {
      if (rows.length === 0) return;
      columns ??= columnsOf(rows.shift()?.cells ?? []);
      waiting = waiting.length === 0 ? rows : waiting.concat(rows);
      const { orderedAt } = columns;
      const shown = order ?? dateOrderOf(rows.map(({ cells }) => cells[orderedAt] ?? ""));
      if (shown === "unclear") return;
      order = shown;
      flush(columns, order ?? "month_first");
    },
    finish(): OrdersFile {
      if (columns === null)
        throw new Error("The orders file is empty: it needs a header and rows.");
      // Nothing in the whole file says which: then as in the data set's own files.
      flush(columns, order ?? "month_first");
      return reader.finish(columns.export);
    },
  };
}

interface ReadWish {
  until: number | null;
  onProgress(rows: number): void;
}

async function readOnce(path: string, wish: ReadWish, how: Omit<ReadOptions, "until">) {
  const reader = lineReader({ until: wish.until, ...how });
  const taker = rowTaker(reader);
  let told = 0;
  await readRows(path, (rows) => {
    taker.take(rows);
    if (reader.file.rows - told < PROGRESS_EVERY) return;
    told = reader.file.rows;
    wish.onProgress(told);
  });
  return taker.finish();
}

/**
 * Reads order lines from a CSV file, plain or compressed. Rows that do not count are counted by reason; damaged ones
 * are named by line. Where most rows name no price, the file has none; where more than a few lie in the future, that is
 * its present. Either is only known in the end: it is read again as such.
 * @throws Error in words when the file cannot be read or has another header
 */
export async function readOrders(path: string, wish: ReadWish): Promise<OrdersFile> {
  // Whoever says until when takes what lies before for real.
  const now = wish.until ?? Date.now();
  const file = await readOnce(path, wish, { now, pricesAreMissing: false });
  const count = (reason: DroppedReason) => file.dropped.get(reason) ?? 0;
  const pricesAreMissing = count("free") > file.used;
  const isItsPresent = count("in_the_future") > file.rows * MOST_MISTYPED;
  if (!pricesAreMissing && !isItsPresent) return file;
  return readOnce(path, wish, { now: isItsPresent ? Infinity : now, pricesAreMissing });
}
