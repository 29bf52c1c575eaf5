import type { Order, Store } from "../../../state.ts";

export type CartMetafield = { namespace: string; key: string; type: string; value: string };

/** What extensions left on carts; it lives as long as the process, like most carts. */
const kept = new WeakMap<Store, Map<string, CartMetafield[]>>();

/** Sets one cart metafield of a checkout (`updateCartMetafield`, contract 4.3). */
export function setCartMetafield(store: Store, checkoutToken: string, field: CartMetafield): void {
  const all = kept.get(store) ?? new Map<string, CartMetafield[]>();
  const others = (all.get(checkoutToken) ?? []).filter(
    (one) => one.namespace !== field.namespace || one.key !== field.key,
  );
  kept.set(store, all.set(checkoutToken, [...others, field]));
}

/** Copies them to the order, as a definition with `cartToOrderCopyable` has it (contract 4.6). */
export function keepMetafields(store: Store, checkoutToken: string, order: Order): void {
  const fields = kept.get(store)?.get(checkoutToken) ?? [];
  order.metafields.push(...fields.map((field) => ({ ...field, id: store.counters.id++ })));
  kept.get(store)?.delete(checkoutToken);
}
