import { randomUUID } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { recordSkipped } from "#app/modules/messaging/index.ts";
import type { SkipReason } from "#app/modules/messaging/message.types.ts";
import { addHours } from "#app/shared/duration.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import { closeCheckouts, setNextReminder, takeDue } from "./checkouts.store.server.ts";
import type { PreparedReminder } from "./prepared-reminder.ts";
import { countStep, closeSeries, openSeries, openSeriesOf } from "./series.store.server.ts";
import { assignArm, nextStepAt } from "./reminder.rules.ts";
import { stepOf } from "./schedule-reminder.ts";
import { reminderWish, type WrittenReminder, writeReminder } from "./write-reminder.ts";

interface Settling {
  deps: Deps;
  tx: Tx;
  prepared: PreparedReminder;
  now: Date;
}

async function endSeries(settling: Settling, reason: SkipReason): Promise<void> {
  const { tx, prepared, now } = settling;
  const { checkout } = prepared.one;
  await closeCheckouts(tx, checkout.shopId, [checkout.id], { outcome: reason });
  const which = { checkoutIds: [checkout.id] };
  await closeSeries(tx, checkout.shopId, which, { at: now, reason });
}

/** Passes one step over and looks at the next, when the series goes on without it. */
async function passStep(settling: Settling, step: number): Promise<void> {
  const { tx, prepared, now } = settling;
  const { checkout, series } = prepared.one;
  if (series) await countStep(tx, checkout.shopId, series.id, { number: step, at: now });
  const progress = { stepsHandedOver: step, lastHandedOverAt: now };
  const { lastActivityAt } = checkout;
  const next = nextStepAt({ ...progress, lastActivityAt }, prepared.round.settings);
  await setNextReminder(tx, checkout.shopId, checkout.id, { at: next.at, step: step + 1 });
}

async function skip(settling: Settling, reason: SkipReason, step: number): Promise<void> {
  const { deps, tx, prepared } = settling;
  const seriesId = prepared.one.series?.id ?? null;
  const wish = reminderWish(deps, prepared, { id: randomUUID(), seriesId, step });
  if (wish) await recordSkipped(deps, tx, { ...wish, reason });
}

/** A series of a cart that nobody touches any more must not block the person's next cart for ever. */
async function freeStaleSeries(settling: Settling, contactId: string): Promise<boolean> {
  const { tx, prepared, now } = settling;
  const { shopId } = prepared.one.checkout;
  const blocking = await openSeriesOf(tx, shopId, contactId);
  if (!blocking) return true;
  const lastSign = blocking.lastHandedOverAt ?? blocking.openedAt;
  if (lastSign > addHours(now, -2 * prepared.round.settings.maxCartAgeHours)) return false;
  await closeSeries(tx, shopId, { id: blocking.id }, { at: now, reason: "cart_too_old" });
  return true;
}

/** The running series, or a new one; null when the person has one about another cart. */
async function seriesFor(
  settling: Settling,
  contactId: string,
): Promise<{ id: string; arm: "treated" | "holdout" } | null> {
  const { tx, prepared, now } = settling;
  const { one, round } = prepared;
  if (one.series) return { id: one.series.id, arm: "treated" };
  const { shopId, id: checkoutId } = one.checkout;
  const id = randomUUID();
  const personHash = one.standings.get("reminders")?.identifierHash ?? contactId;
  const { enabled, percent } = round.settings.holdout;
  const arm = assignArm({ personHash, seriesId: id, percent: enabled ? percent : 0 });
  const row = { id, contactId, checkoutId, arm, openedAt: now };
  if (await openSeries(tx, shopId, row)) return { id, arm };
  if (!(await freeStaleSeries(settling, contactId))) return null;
  return (await openSeries(tx, shopId, row)) ? { id, arm } : null;
}

const REFUSALS: Record<Exclude<WrittenReminder, "planned">, SkipReason> = {
  no_number: "no_number_connected",
  no_link: "destination_not_allowed",
  no_consent: "no_consent",
};

async function plan(
  settling: Settling,
  decision: { step: number; expiresAt: Date },
): Promise<void> {
  const { deps, tx, prepared } = settling;
  const contactId = prepared.one.contact?.id;
  if (contactId === undefined) return endSeries(settling, "no_consent");
  const series = await seriesFor(settling, contactId);
  const { step, expiresAt } = decision;
  if (!series) {
    await skip(settling, "superseded_by_newer_cart", step);
    return endSeries(settling, "superseded_by_newer_cart");
  }
  const place = { id: randomUUID(), seriesId: series.id, step };
  if (series.arm === "holdout") {
    const wish = reminderWish(deps, prepared, place);
    if (wish) await recordSkipped(deps, tx, { ...wish, reason: "holdout" });
    return endSeries(settling, "holdout");
  }
  const written = await writeReminder(deps, tx, prepared, { ...place, expiresAt });
  if (written === "planned") return;
  await skip(settling, REFUSALS[written], step);
  await endSeries(settling, REFUSALS[written]);
}

/** Writes what a decision means. The due time is compared and taken first. */
export async function settleDecision(
  deps: Deps,
  tx: Tx,
  prepared: PreparedReminder,
): Promise<void> {
  const { decision, one } = prepared;
  const { shopId, id } = one.checkout;
  if (!(await takeDue(tx, shopId, id, one.lookAt))) return;
  const settling: Settling = { deps, tx, prepared, now: deps.clock.now() };
  switch (decision.do) {
    case "defer":
      return setNextReminder(tx, shopId, id, {
        at: decision.until,
        step: stepOf(one.checkout, one.series),
      });
    case "close":
      return endSeries(settling, decision.reason);
    case "skip":
      await skip(settling, decision.reason, decision.step);
      return decision.closes
        ? endSeries(settling, decision.reason)
        : passStep(settling, decision.step);
    case "plan":
      return plan(settling, decision);
    default:
      return assertNever(decision);
  }
}
