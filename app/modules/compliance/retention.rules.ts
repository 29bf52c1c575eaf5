import { IMPORT_FILES_LIVE_DAYS } from "#app/modules/optin/import/import.types.ts";
import { addDays } from "#app/shared/duration.ts";

/** How long a copy of a person's data waits for the merchant. */
export const EXPORT_DAYS = 14;

const YEAR = 365;

/**
 * How long we keep what, from when on, and what happens then. In this order a night runs through them.
 * The proof of a consent: its use and five years after its end (market.md 8.9); the rest as long as it
 * serves what it was collected for (GDPR Art. 5(1)(e)).
 */
export const retentionRules = {
  /** raw deliveries once they are processed: to look into what went wrong */
  intake_bodies: { days: 14 },
  /** what nobody could process, unless a person looks at it */
  parked_bodies: { days: 90 },
  /** ids and hashes of deliveries: against the same delivery coming twice */
  intake_events: { days: 90 },
  /** what a message said, from its end on; its state, times and price stay */
  message_parameters: { days: 90 },
  /** where a link led, from its end on */
  link_targets: { days: 30 },
  /** taps that are tied to a message, and so to a person; totals stay */
  personal_taps: { days: 90 },
  /** name, e-mail and recovery address of a checkout, from its last change on */
  checkout_persons: { days: 60 },
  /** whose order it was, as keyed hashes; amounts stay */
  order_persons: { days: 2 * YEAR },
  /** what was recommended to whom after which order, and why not */
  recommendation_cases: { days: 2 * YEAR },
  /** what people wrote to the shop; what proves a consent or its end stays with the proof */
  inbound_texts: { days: YEAR },
  /** against the same opt-in request coming twice */
  opt_in_requests: { days: 30 },
  /** ids of products that the shop deleted: against late webhooks that would bring them back */
  deleted_products: { days: 90 },
  /** files of imports, should one have been left behind */
  import_files: { days: IMPORT_FILES_LIVE_DAYS },
  exports: { days: EXPORT_DAYS },
  access_log: { days: 2 * YEAR },
  /** people who never agreed, or whose confirmation never came, from the last we heard of them */
  people_without_consent: { days: YEAR },
  /** people whose consent ended: the proof is needed for so long */
  ended_consent: { days: 5 * YEAR },
  /** what this job says it did */
  retention_runs: { days: 2 * YEAR },
} as const satisfies Record<string, { days: number }>;

export type RetentionRule = keyof typeof retentionRules;
export const ruleNames: readonly RetentionRule[] = [
  "intake_bodies",
  "parked_bodies",
  "intake_events",
  "message_parameters",
  "link_targets",
  "personal_taps",
  "checkout_persons",
  "order_persons",
  "recommendation_cases",
  "inbound_texts",
  "opt_in_requests",
  "deleted_products",
  "import_files",
  "exports",
  "access_log",
  "people_without_consent",
  "ended_consent",
  "retention_runs",
];

/** What is older than that has served its time. */
export function keptSince(rule: RetentionRule, now: Date): Date {
  return addDays(now, -retentionRules[rule].days);
}

/** The rules that a run has still to go through: one that broke off goes on with the rule it was at. */
export function rulesFrom(stoppedAt: string | null): readonly RetentionRule[] {
  const from = ruleNames.findIndex((rule) => rule === stoppedAt);
  return from < 0 ? ruleNames : ruleNames.slice(from);
}

/** A night's run belongs to the shop's own day and is not begun twice on it. */
export function isDue(lastStartedAt: Date | null, now: Date): boolean {
  const PAUSE_HOURS = 20;
  return (
    lastStartedAt === null || now.getTime() - lastStartedAt.getTime() >= PAUSE_HOURS * 3_600_000
  );
}
