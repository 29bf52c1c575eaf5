import {
  HistoryBuilder,
  itemsOf,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import { sequence } from "#app/shared/sequence.ts";
import type { BenchTable } from "../bench.types.ts";
import { compareAt, emptyComparison } from "./compare.ts";
import { comparisonTable } from "./tables.ts";

/** So many times faster passes the time: nine months become four, with as many orders per person as in nine. */
const FASTER = 2.33;
const MEAN_PRODUCTS = 5;
const HELD_OUT_DAYS = 25;

/** A few products of an order, as a shop with small baskets would have sold; 1 + a Poisson number. */
function someOf(items: Int32Array, random: () => number): number[] {
  const left = Array.from(items);
  const chosen: number[] = [];
  let chance = random();
  while (left.length > 0 && (chosen.length === 0 || chance > Math.exp(1 - MEAN_PRODUCTS))) {
    chosen.push(...left.splice(Math.floor(random() * left.length), 1));
    if (chosen.length > 1) chance *= random();
  }
  return chosen;
}

/** The same people and orders, with small baskets within four months. */
function withSmallBaskets(history: PurchaseHistory): PurchaseHistory {
  const random = sequence(history.orderAt.length);
  const persons = [...history.personIndex.keys()];
  const first = history.orderAt[0] ?? 0;
  const builder = new HistoryBuilder();
  for (const [order, orderedAt] of history.orderAt.entries()) {
    const line = {
      orderId: String(order),
      personId: persons[history.orderPerson[order] ?? -1] ?? null,
      at: first + (orderedAt - first) / FASTER,
    };
    for (const item of someOf(itemsOf(history, order), random)) {
      builder.add({ ...line, productId: history.products[item] ?? "" });
    }
  }
  return builder.build();
}

/** All methods on a shop of another kind: what is tuned to one shop only shows here. */
export function smallBasketTables(history: PurchaseHistory): BenchTable[] {
  const small = withSmallBaskets(history);
  const cut = (small.orderAt.at(-1) ?? 0) - HELD_OUT_DAYS * DAY_MS;
  const all = emptyComparison();
  compareAt(small, cut, all);
  const mean = (small.orderItems.length / small.orderAt.length).toFixed(1);
  return (["new", "any"] as const).map((mode) => {
    const table = comparisonTable(all, mode);
    return {
      ...table,
      title: `Small baskets: ${table.title.toLowerCase()}`,
      notes: [
        ...(table.notes ?? []),
        `made of the same orders: ${mean} of their products on average, within four months`,
      ],
    };
  });
}
