import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { calendarDay, daysBetween } from "./budget-period.rules.ts";
import { correctBudget } from "./budget.store.server.ts";
import { categoryBehind, settleCharge } from "./charge.rules.ts";
import {
  type AsExpected,
  chargeAsExpected,
  lockCharges,
  releaseCharges,
  releaseDays,
  writeSettled,
} from "./charge.store.server.ts";
import type { Billed } from "./charge.types.ts";
import { loadPrices } from "./load-prices.ts";

/**
 * Gives back what was reserved for messages that were claimed and not handed over, or definitely refused.
 * Called in the transaction that holds the messages' rows. What is charged stays; twice is once.
 */
export async function releaseReservations(
  tx: Tx,
  shopId: string,
  messageIds: string[],
): Promise<void> {
  if (messageIds.length === 0) return;
  await correctBudget(tx, shopId, await releaseCharges(tx, shopId, messageIds));
}

/** WhatsApp tries to deliver for 30 days and then drops a message (contract 1.8); a day more for clocks and zones. */
const DROPPED_AFTER_DAYS = 31;
/** So far back, should this not have run for a while. */
const LOOK_BACK_DAYS = 35;

/**
 * Gives back what was reserved for messages that can be delivered no more, and so are never charged (contract
 * 6.1). Not before: until then each may still cost what it reserved.
 */
export async function releaseUndelivered(deps: Deps, shopId: string): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const { timeZone } = await readShop(tx, shopId);
    const last = addDays(deps.clock.now(), -DROPPED_AFTER_DAYS);
    const first = addDays(last, -LOOK_BACK_DAYS);
    const days = daysBetween(calendarDay(first, timeZone), calendarDay(last, timeZone));
    await correctBudget(tx, shopId, await releaseDays(tx, shopId, days));
  });
}

function asExpected({ messageId, billed, category, at }: Billed): AsExpected[] {
  const known = categoryBehind(category);
  if (billed === "free" || known === null || category === null) return [];
  return [{ messageId, category: known, billedCategory: category, at }];
}

/** What costs otherwise than reserved: another category, another day, nothing at all, a second claim. */
async function settleOthers(tx: Tx, shopId: string, billed: Billed[]): Promise<void> {
  const byMessage = new Map(billed.map((one) => [one.messageId, one]));
  const charges = await lockCharges(tx, shopId, [...byMessage.keys()]);
  if (charges.length === 0) return;
  const book = await loadPrices(tx, shopId);
  const settled = charges.flatMap((charge) => {
    const said = byMessage.get(charge.messageId);
    return (said && settleCharge(charge, said, book)) ?? [];
  });
  if (settled.length === 0) return;
  await correctBudget(tx, shopId, await writeSettled(tx, shopId, settled));
}

/**
 * Settles reservations by what WhatsApp says of delivered messages: it charges on delivery only, so this
 * is told of the first of `delivered` and `read`, never of `sent` (contract 3.5). One statement where all
 * is as expected. At most one entry per message; called in the transaction that holds the messages' rows.
 */
export async function settleCharges(tx: Tx, shopId: string, charges: Billed[]): Promise<void> {
  const expected = charges.flatMap(asExpected);
  const done =
    expected.length > 0 ? await chargeAsExpected(tx, shopId, expected) : new Set<string>();
  const others = charges.filter(({ messageId }) => !done.has(messageId));
  if (others.length > 0) await settleOthers(tx, shopId, others);
}
