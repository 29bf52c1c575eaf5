import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { PassThrough, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";
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
const GZIP = [0x1f, 0x8b];
const DAMAGE_SHOWN = 20;
const PROGRESS_EVERY = 500_000;

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return GZIP.every((byte, n) => buffer[n] === byte);
  } finally {
    await file.close();
  }
}

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
  throw new Error(
    `The first line of the orders file must be\n  ${HEADERS.plain.join(",")}\nbut is\n  ${names.join(",").slice(0, 200)}`,
  );
}

type ReadOptions = Pick<HowToRead, "until" | "pricesAreMissing">;

function lineReader(options: ReadOptions) {
  const builder = new HistoryBuilder();
  const sums = new Map<string, { sum: number; count: number }>();
  const file = { rows: 0, used: 0, withoutCustomer: 0, lastAt: 0 };
  const dropped = new Map<DroppedReason, number>();
  const damage: OrdersFile["damage"] = [];
  const drop = (reason: DroppedReason) => {
    dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
    const shown = damageReasons.includes(reason) && damage.length < DAMAGE_SHOWN;
    if (shown) damage.push({ line: file.rows + 1, reason });
  };
  const take = (cells: readonly string[], columns: Columns, order: DateOrder) => {
    file.rows += 1;
    if (cells.length < columns.needed) return drop("bad_row");
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
    if ("dropped" in read) return drop(read.dropped);
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

/** Streams the rows, so that a file of any size takes the memory of its orders only. */
function parseRows(stream: Readable, onRows: (rows: string[][]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(stream, {
      delimitersToGuess: [",", ";", "\t"],
      skipEmptyLines: "greedy",
      chunk: (part, parser) => {
        try {
          onRows(part.data);
        } catch (error) {
          // First: aborting counts as complete.
          reject(error instanceof Error ? error : new Error(String(error)));
          parser.abort();
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  });
}

/** Holds rows back until the file shows whether its dates put the day or the month first. */
function rowTaker(reader: ReturnType<typeof lineReader>) {
  let columns: Columns | null = null;
  let order: DateOrder | null = null;
  let waiting: string[][] = [];
  const flush = (found: Columns, by: DateOrder) => {
    for (const row of waiting) reader.take(row, found, by);
    waiting = [];
  };
  return {
    take(rows: string[][]): void {
      if (rows.length === 0) return;
      columns ??= columnsOf(rows.shift() ?? []);
      waiting = waiting.length === 0 ? rows : waiting.concat(rows);
      const { orderedAt } = columns;
      const shown = order ?? dateOrderOf(rows.map((row) => row[orderedAt] ?? ""));
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

async function readOnce(path: string, wish: ReadWish, pricesAreMissing: boolean) {
  const reader = lineReader({ until: wish.until, pricesAreMissing });
  const taker = rowTaker(reader);
  let told = 0;
  const text = new PassThrough();
  const source = createReadStream(path);
  const filled = (await isGzip(path))
    ? pipeline(source, createGunzip(), text)
    : pipeline(source, text);
  const parsed = parseRows(text, (rows) => {
    taker.take(rows);
    if (reader.file.rows - told < PROGRESS_EVERY) return;
    told = reader.file.rows;
    wish.onProgress(told);
  });
  await Promise.all([filled, parsed]);
  return taker.finish();
}

/**
 * Reads order lines from a CSV file, plain or compressed. Rows that do not count are counted by reason; damaged ones
 * are named by line. Where most rows name no price, the file has none, and it is read again as such.
 * @throws Error in words when the file cannot be read or has another header
 */
export async function readOrders(path: string, wish: ReadWish): Promise<OrdersFile> {
  const file = await readOnce(path, wish, false);
  const isWithoutPrices = (file.dropped.get("free") ?? 0) > file.used;
  return isWithoutPrices ? readOnce(path, wish, true) : file;
}
