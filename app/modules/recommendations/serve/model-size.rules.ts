import { KEEP_COUNTS_UP_TO } from "../live-baskets.rules.ts";
import type { PurchaseHistory } from "../purchase-history.rules.ts";

/**
 * Bytes per order, person, product and order line, as measured on warm models: columns with their room to grow, and
 * the maps from ids to numbers, of which the names weigh most.
 */
const PER = { order: 260, person: 160, product: 5_200, line: 22 };
const PAIR = 4;

/** What even the smallest takes. */
const LEAST = 1_000_000;

/** What a warm model takes; measured ones of 200 to 100,000 orders took a third less. */
export function modelBytes(history: PurchaseHistory): number {
  const products = history.products.length;
  const pairs = products <= KEEP_COUNTS_UP_TO ? (products * products) / 2 : 0;
  return (
    LEAST +
    history.orderAt.length * PER.order +
    (history.personStart.length - 1) * PER.person +
    products * PER.product +
    history.orderItems.length * PER.line +
    pairs * PAIR
  );
}
