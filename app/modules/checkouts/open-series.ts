import { randomUUID } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import { addHours } from "#app/shared/duration.ts";
import type { PreparedReminder } from "./prepared-reminder.ts";
import { type Arm, assignArm } from "./reminder.rules.ts";
import { closeStaleSeries, type NewSeries, openSeries } from "./series.store.server.ts";

export interface RunningSeries {
  id: string;
  arm: Arm;
}

interface Wish extends NewSeries {
  arm: Arm;
}

function wishOf({ one, round }: PreparedReminder, contactId: string): Wish {
  const id = randomUUID();
  const personHash = one.standings.get("reminders")?.identifierHash ?? contactId;
  const { enabled, percent } = round.settings.holdout;
  const arm = assignArm({ personHash, drawId: id, percent: enabled ? percent : 0 });
  return { id, contactId, checkoutId: one.checkout.id, arm };
}

/** One order for everybody, so that two who open series of the same persons do not wait in a ring. */
function newWishes(prepared: PreparedReminder[]): Wish[] {
  const wishes = prepared.flatMap((it) => {
    const contactId = it.one.contact?.id;
    return it.one.series || contactId === undefined ? [] : [wishOf(it, contactId)];
  });
  return wishes.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
}

/**
 * The running series of each checkout, or a new one, by checkout id. A person who has one about another
 * cart gets none, unless nobody touches that cart any more: it must not block the next for ever.
 */
export async function seriesFor(
  tx: Tx,
  batch: { shopId: string; prepared: PreparedReminder[]; maxCartAgeHours: number; now: Date },
): Promise<Map<string, RunningSeries>> {
  const { shopId, prepared, now } = batch;
  const running = new Map<string, RunningSeries>();
  for (const { one } of prepared) {
    if (one.series) running.set(one.checkout.id, { id: one.series.id, arm: "treated" });
  }
  const note = (wishes: Wish[], opened: Set<string>) => {
    for (const { id, checkoutId, arm } of wishes) {
      if (opened.has(id)) running.set(checkoutId, { id, arm });
    }
    return wishes.filter(({ id }) => !opened.has(id));
  };
  const wishes = newWishes(prepared);
  const blocked = note(wishes, await openSeries(tx, shopId, { series: wishes, openedAt: now }));
  if (blocked.length === 0) return running;
  const freed = await closeStaleSeries(tx, shopId, {
    contactIds: blocked.map(({ contactId }) => contactId),
    silentSince: addHours(now, -2 * batch.maxCartAgeHours),
    at: now,
    reason: "cart_too_old",
  });
  if (freed > 0) note(blocked, await openSeries(tx, shopId, { series: blocked, openedAt: now }));
  return running;
}
