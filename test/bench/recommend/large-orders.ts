import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { DAY_MS } from "#app/shared/duration.ts";
import { sequence } from "#app/shared/sequence.ts";

const PRODUCTS = 100_000;
const PERSONS = 500_000;
const SHELVES = 1_000;
const PER_SHELF = PRODUCTS / SHELVES;
const SHELVES_PER_PERSON = 3;
const LINES_PER_ORDER = 5;
const BOUGHT_AGAIN = 0.2;
const REMEMBERED = 8;
const DAYS = 730;
const FIRST_DAY = Date.UTC(2024, 0, 1);
/** The higher, the more of what is bought is among a few. */
const STEEPNESS = 2.5;

const few = (random: () => number, count: number) => Math.floor(random() ** STEEPNESS * count);

/** One line of an order; people mostly stay with their few shelves, and buy some things again. */
function productFor(person: number, memory: Int32Array, random: () => number): number {
  const remembered = memory[person * REMEMBERED + Math.floor(random() * REMEMBERED)] ?? 0;
  if (remembered > 0 && random() < BOUGHT_AGAIN) return remembered - 1;
  const own = (person * 7919 + Math.floor(random() * SHELVES_PER_PERSON) * 104_729) % SHELVES;
  const shelf = random() < 0.7 ? own : few(random, SHELVES);
  return shelf * PER_SHELF + few(random, PER_SHELF);
}

/** A made-up shop's orders of two years, in the format of `npm run recommend`: the same rows for the same number. */
export async function writeLargeOrders(path: string, rows: number): Promise<void> {
  const random = sequence(rows);
  const memory = new Int32Array(PERSONS * REMEMBERED);
  const orders = Math.ceil(rows / LINES_PER_ORDER);
  const out = createWriteStream(path);
  out.write("order_id,customer_id,ordered_at,product_id,quantity,price\n");
  for (let order = 0; order < orders; order += 1) {
    const at = new Date(FIRST_DAY + Math.floor((order / orders) * DAYS * DAY_MS)).toISOString();
    const person = few(random, PERSONS);
    let text = "";
    for (let line = 0; line < LINES_PER_ORDER; line += 1) {
      const product = productFor(person, memory, random);
      memory[person * REMEMBERED + ((order + line) % REMEMBERED)] = product + 1;
      text += `order-${order},customer-${person},${at},product-${product},1,${(product % 90) + 9}\n`;
    }
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await finished(out);
}
