import { randomUUID } from "node:crypto";
import type { NumberRow } from "#app/modules/channel/index.ts";
import type { NewLink } from "#app/modules/links/index.ts";
import type { MessageWish, SkippedWish } from "#app/modules/messaging/index.ts";
import type { SkipReason } from "#app/modules/messaging/message.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import type { CheckoutEnd, NextReminder } from "./checkouts.store.server.ts";
import type { RunningSeries } from "./open-series.ts";
import type { PreparedReminder } from "./prepared-reminder.ts";
import { nextStepAt, type ReminderDecision } from "./reminder.rules.ts";
import { stepOf } from "./schedule-reminder.ts";
import { draftReminder, reminderWish } from "./write-reminder.ts";

/** What the decisions of a batch come to; written set by set. */
export interface Outcomes {
  deps: Deps;
  now: Date;
  planned: MessageWish[];
  links: NewLink[];
  skipped: SkippedWish[];
  nexts: NextReminder[];
  passed: { seriesId: string; step: number }[];
  ends: CheckoutEnd[];
}

interface Skip {
  reason: SkipReason;
  step: number;
  seriesId: string | null;
}

export function noOutcomes(deps: Deps, now: Date): Outcomes {
  const lists = { planned: [], links: [], skipped: [], nexts: [], passed: [], ends: [] };
  return { deps, now, ...lists };
}

/** Notes why a message is not sent; without consent to a number there is none that could have been. */
function skip(outcomes: Outcomes, prepared: PreparedReminder, { reason, ...place }: Skip): void {
  const wish = reminderWish(outcomes.deps, prepared, { id: randomUUID(), ...place });
  if (wish) outcomes.skipped.push({ ...wish, reason });
}

function end(outcomes: Outcomes, { one }: PreparedReminder, reason: SkipReason): void {
  outcomes.ends.push({ id: one.checkout.id, outcome: reason });
}

function skipAndEnd(outcomes: Outcomes, prepared: PreparedReminder, why: Skip): void {
  skip(outcomes, prepared, why);
  end(outcomes, prepared, why.reason);
}

/** Passes one step over and looks at the next, when the series goes on without it. */
function pass(outcomes: Outcomes, { one, round }: PreparedReminder, step: number): void {
  const { checkout, series } = one;
  if (series) outcomes.passed.push({ seriesId: series.id, step });
  const progress = { stepsHandedOver: step, lastHandedOverAt: outcomes.now };
  const { lastActivityAt } = checkout;
  const next = nextStepAt({ ...progress, lastActivityAt }, round.settings);
  outcomes.nexts.push({ id: checkout.id, at: next.at, step: step + 1 });
}

export type PlanDecision = Extract<ReminderDecision, { do: "plan" }>;

/** What comes of a go, once it is known whether the person's series is this checkout's. */
export function plan(
  outcomes: Outcomes,
  prepared: PreparedReminder,
  found: { decision: PlanDecision; series: RunningSeries | undefined; number: NumberRow | null },
): void {
  const { decision, series, number } = found;
  const { step, expiresAt } = decision;
  if (!prepared.one.contact) return end(outcomes, prepared, "no_consent");
  const seriesId = series?.id ?? null;
  if (!series) {
    return skipAndEnd(outcomes, prepared, { reason: "superseded_by_newer_cart", step, seriesId });
  }
  if (series.arm === "holdout") {
    return skipAndEnd(outcomes, prepared, { reason: "holdout", step, seriesId });
  }
  const place = { id: randomUUID(), seriesId, step, expiresAt, number };
  const drafted = draftReminder(outcomes.deps, prepared, place);
  if ("refused" in drafted) {
    return skipAndEnd(outcomes, prepared, { reason: drafted.refused, step, seriesId });
  }
  outcomes.planned.push(drafted.wish);
  outcomes.links.push(drafted.link);
}

/** What needs no look at anybody else's series. */
export function settle(
  outcomes: Outcomes,
  prepared: PreparedReminder,
  decision: Exclude<ReminderDecision, PlanDecision>,
): void {
  const { checkout, series } = prepared.one;
  switch (decision.do) {
    case "defer": {
      const step = stepOf(checkout, series);
      outcomes.nexts.push({ id: checkout.id, at: decision.until, step });
      return;
    }
    case "close":
      return end(outcomes, prepared, decision.reason);
    case "skip": {
      const { reason, step } = decision;
      skip(outcomes, prepared, { reason, step, seriesId: series?.id ?? null });
      return decision.closes ? end(outcomes, prepared, reason) : pass(outcomes, prepared, step);
    }
    default:
      return assertNever(decision);
  }
}
