/** An identifier of so many orders is a till's or a marketplace's, and no person's. */
const MOST_ORDERS = 1_000;

/**
 * Who is one person: orders that share an identifier (keyed hashes of e-mail, phone, customer), directly or by way of
 * others. A guest is joined to the customer who used the same e-mail.
 */
export class Persons {
  readonly #identifiers = new Map<string, number>();
  /** per identifier: how many orders name it */
  readonly #named: number[] = [];
  /** identifiers of one order after the other, and where those of each order start */
  readonly #ofOrders: number[] = [];
  readonly #starts: number[] = [0];

  /** Gives the number of the order, counted from 0. */
  addOrder(hashes: Iterable<string>): number {
    for (const hash of hashes) {
      const known = this.#identifiers.get(hash);
      const number = known ?? this.#identifiers.size;
      if (known === undefined) this.#identifiers.set(hash, number);
      this.#named[number] = (this.#named[number] ?? 0) + 1;
      this.#ofOrders.push(number);
    }
    this.#starts.push(this.#ofOrders.length);
    return this.#starts.length - 2;
  }

  /** Per order a number that it shares with the person's other orders; -1 where nothing says who it was. */
  join(): Int32Array {
    const parents = Int32Array.from(this.#named.keys());
    const orders = this.#starts.length - 1;
    for (let order = 0; order < orders; order++) {
      const [first, ...others] = this.#personal(order);
      if (first === undefined) continue;
      for (const other of others) parents[rootOf(parents, other)] = rootOf(parents, first);
    }
    return Int32Array.from({ length: orders }, (_, order) => {
      const [first] = this.#personal(order);
      return first === undefined ? -1 : rootOf(parents, first);
    });
  }

  #personal(order: number): number[] {
    return this.#ofOrders
      .slice(this.#starts[order], this.#starts[order + 1])
      .filter((identifier) => (this.#named[identifier] ?? 0) <= MOST_ORDERS);
  }
}

function rootOf(parents: Int32Array, start: number): number {
  let node = start;
  for (;;) {
    const parent = parents[node] ?? node;
    if (parent === node) return node;
    // Halves the way for whoever comes next.
    parents[node] = parents[parent] ?? parent;
    node = parents[node] ?? parent;
  }
}
