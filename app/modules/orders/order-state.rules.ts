/** What an order says of one parcel (contract 2.6). */
export interface Parcel {
  /** Shopify's: pending, open, success, cancelled, error, failure */
  status: string | null;
  /** the carrier's: confirmed, in_transit, out_for_delivery, delivered, … */
  shipmentStatus: string | null;
  updatedAt: Date | null;
}

/** Parcels that never left, or were given up: nobody waits for them. */
const NEVER_SENT = new Set(["cancelled", "error", "failure"]);

/**
 * When the last parcel arrived; null while one is under way, or where carriers say nothing. Bodies of
 * orders carry no time of delivery: the parcel's last change, which is its arrival, stands for it.
 */
export function deliveredAt(parcels: readonly Parcel[]): Date | null {
  const times: Date[] = [];
  for (const { status, shipmentStatus, updatedAt } of parcels) {
    if (NEVER_SENT.has(status ?? "")) continue;
    if (shipmentStatus !== "delivered" || updatedAt === null) return null;
    times.push(updatedAt);
  }
  return times.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
}

/** Shopify's financial statuses of orders whose money has come, be it that some went back since. */
const PAID = new Set(["paid", "partially_refunded", "refunded"]);

/** When the order was paid, as far as this version of it tells: at the latest when it was changed last. */
export function paidAt(order: { paymentState: string | null; updatedAt: Date }): Date | null {
  return order.paymentState !== null && PAID.has(order.paymentState) ? order.updatedAt : null;
}

/** Orders that ended before anything was bought. */
const CAME_TO_NOTHING = new Set(["voided", "expired"]);

/** Whether an order counts as one: a cancelled, voided or expired one does not, and a test never does. */
export function countsAsOrder(order: {
  test: boolean;
  cancelledAt: Date | null;
  paymentState: string | null;
}): boolean {
  return (
    !order.test && order.cancelledAt === null && !CAME_TO_NOTHING.has(order.paymentState ?? "")
  );
}

/**
 * What a person kept of a line. Of an order whose money went back whole they kept nothing, even where
 * the pieces were not sent back one by one.
 */
export function keptOf(
  line: { quantity: number; returned: number },
  paymentState: string | null,
): { kept: number; returned: number } {
  const returned =
    paymentState === "refunded" ? line.quantity : Math.min(line.returned, line.quantity);
  return { kept: line.quantity - returned, returned };
}
