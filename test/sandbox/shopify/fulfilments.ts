import { knownOrder, changed } from "./orders.ts";
import type { Fulfillment, Order } from "./shopify.types.ts";
import { nextId, type Store } from "./store.ts";

export type FulfilmentChange = {
  /** What the carrier says; without it a parcel is just sent. */
  shipmentStatus?: Fulfillment["shipmentStatus"] | undefined;
  /** The merchant takes the parcel back before it leaves. */
  cancelled?: boolean | undefined;
  /** false: other pieces are still to come (orders/partially_fulfilled). */
  whole?: boolean | undefined;
};

/** A parcel leaves: orders/fulfilled or orders/partially_fulfilled, and orders/updated. */
export function fulfilOrder(
  store: Store,
  domain: string,
  orderId: number,
  change: FulfilmentChange = {},
): Order {
  const known = knownOrder(store, domain, orderId);
  const at = store.now().toISOString();
  known.order.fulfillments.push({
    id: nextId(store),
    status: change.cancelled === true ? "cancelled" : "success",
    shipmentStatus: change.shipmentStatus ?? null,
    createdAt: at,
    updatedAt: at,
    deliveredAt: change.shipmentStatus === "delivered" ? at : null,
  });
  return changed(store, known, [
    change.whole === false ? "partially_fulfilled" : "fulfilled",
    "updated",
  ]);
}

/** The carrier reports all parcels of an order that were sent: orders/updated. */
export function reportParcels(
  store: Store,
  domain: string,
  orderId: number,
  shipmentStatus: Fulfillment["shipmentStatus"],
): Order {
  const known = knownOrder(store, domain, orderId);
  const at = store.now().toISOString();
  for (const parcel of known.order.fulfillments) {
    if (parcel.status !== "success") continue;
    const deliveredAt = shipmentStatus === "delivered" ? at : null;
    Object.assign(parcel, { shipmentStatus, updatedAt: at, deliveredAt });
  }
  return changed(store, known, ["updated"]);
}
