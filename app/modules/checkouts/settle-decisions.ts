import { numberForShop } from "#app/modules/channel/index.ts";
import { insertLinks } from "#app/modules/links/index.ts";
import { planMessages } from "#app/modules/messaging/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { closeCheckoutsEach, setNextReminders, takeDue } from "./checkouts.store.server.ts";
import { noOutcomes, type Outcomes, plan, type PlanDecision, settle } from "./decision-outcomes.ts";
import type { ReminderRound } from "./load-reminder-cases.ts";
import { seriesFor } from "./open-series.ts";
import type { PreparedReminder } from "./prepared-reminder.ts";
import { closeSeriesEach, countSteps } from "./series.store.server.ts";

interface Planning {
  prepared: PreparedReminder;
  decision: PlanDecision;
}

async function planAll(tx: Tx, round: ReminderRound, outcomes: Outcomes, plans: Planning[]) {
  if (plans.length === 0) return;
  const shopId = round.shop.id;
  const number = await numberForShop(tx, shopId);
  const { maxCartAgeHours } = round.settings;
  const prepared = plans.map((one) => one.prepared);
  const series = await seriesFor(tx, { shopId, prepared, maxCartAgeHours, now: outcomes.now });
  for (const one of plans) {
    const found = { ...one, number, series: series.get(one.prepared.one.checkout.id) };
    plan(outcomes, one.prepared, found);
  }
}

async function write(tx: Tx, shopId: string, outcomes: Outcomes): Promise<void> {
  const { deps, now: at, planned, skipped, links, nexts, passed, ends } = outcomes;
  const written = await planMessages(deps, tx, { shopId, planned, skipped });
  // A message that stands already has its link.
  const fresh = links.filter((link) => written.has(link.messageId));
  await insertLinks(tx, shopId, fresh);
  await setNextReminders(tx, shopId, nexts);
  await countSteps(tx, shopId, { steps: passed, at });
  await closeCheckoutsEach(tx, shopId, ends);
  await closeSeriesEach(tx, shopId, { ends, at });
}

/** Writes what the decisions of a batch mean. The due times are compared and taken first. */
export async function settleDecisions(
  deps: Deps,
  tx: Tx,
  batch: { round: ReminderRound; prepared: PreparedReminder[] },
): Promise<void> {
  const { round, prepared } = batch;
  const shopId = round.shop.id;
  const due = prepared.map(({ one }) => ({ checkoutId: one.checkout.id, dueAt: one.lookAt }));
  const taken = await takeDue(tx, shopId, due);
  const outcomes = noOutcomes(deps, deps.clock.now());
  const plans: Planning[] = [];
  for (const one of prepared) {
    if (!taken.has(one.one.checkout.id)) continue;
    const { decision } = one;
    if (decision.do === "plan") plans.push({ prepared: one, decision });
    else settle(outcomes, one, decision);
  }
  await planAll(tx, round, outcomes, plans);
  await write(tx, shopId, outcomes);
}
