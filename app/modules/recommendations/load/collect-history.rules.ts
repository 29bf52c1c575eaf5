import { HistoryBuilder, type PurchaseHistory } from "../purchase-history.rules.ts";
import { Persons } from "./persons.rules.ts";

/** An order as the shop's history tells it, without what does not count. */
export interface KnownOrder {
  orderId: string;
  /** milliseconds */
  at: number;
  personHashes: readonly string[];
  /** empty: cancelled, or nothing of it was kept */
  productIds: readonly string[];
}

/** An order as the orders tell it. */
interface ToldOrder {
  orderId: string;
  orderedAt: Date;
  cancelled: boolean;
  personHashes: readonly string[];
  lines: readonly { productId: string; quantity: number }[];
}

/** What of an order counts: products of which the person kept something. */
export function knownOrder(order: ToldOrder): KnownOrder {
  const kept = order.cancelled ? [] : order.lines.filter(({ quantity }) => quantity > 0);
  return {
    orderId: order.orderId,
    at: order.orderedAt.getTime(),
    personHashes: order.personHashes,
    productIds: [...new Set(kept.map(({ productId }) => productId))],
  };
}

interface Version {
  at: number;
  /** its number among `Persons` */
  order: number;
  start: number;
  end: number;
}

/**
 * Gathers a shop's orders as they are read, in any sequence, and says in the end who of them is one person. An order
 * that changes while the others are read comes twice: its later version counts.
 */
export class HistoryCollector {
  readonly #orders = new Map<string, Version>();
  readonly #persons = new Persons();
  readonly #products = new Map<string, number>();
  readonly #lines: number[] = [];

  add({ orderId, at, personHashes, productIds }: KnownOrder): void {
    const start = this.#lines.length;
    for (const id of productIds) this.#lines.push(this.#product(id));
    const order = this.#persons.addOrder(personHashes);
    this.#orders.set(orderId, { at, order, start, end: this.#lines.length });
  }

  /** A person is called by the id of one of their orders. */
  build(): PurchaseHistory {
    const names = new Map<number, string>();
    const persons = this.#persons.join();
    const products = [...this.#products.keys()];
    const builder = new HistoryBuilder();
    for (const [orderId, { at, order, start, end }] of this.#orders) {
      const person = persons[order] ?? -1;
      const personId = person < 0 ? null : (names.get(person) ?? orderId);
      if (personId !== null && start < end) names.set(person, personId);
      for (let line = start; line < end; line++) {
        const productId = products[this.#lines[line] ?? 0] ?? "";
        builder.add({ orderId, personId, at, productId });
      }
    }
    return builder.build();
  }

  #product(id: string): number {
    const known = this.#products.get(id);
    if (known !== undefined) return known;
    this.#products.set(id, this.#products.size);
    return this.#products.size - 1;
  }
}
