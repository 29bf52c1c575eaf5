import { addHours } from "#app/shared/duration.ts";
import type { BrakeLevel } from "./channel.types.ts";

/**
 * Meta publishes no thresholds: it says that blocks, reports and low read rates lower the quality of
 * templates and numbers (contract 4.7, 5.5, 7.3), and then limits and bans. All figures here are ours,
 * set to act while there is still something to save. Measure, and change them here.
 */
export const BRAKE = {
  /** Withdrawals among the people reached in 24 hours, from this many people and withdrawals on. */
  dayOptOuts: { people: 20, fewest: 3, slow: 0.05, stop: 0.1, fewestToStop: 5 },
  /** The same over 7 days: a steady loss is slower, and as bad. */
  weekOptOuts: { people: 100, fewest: 5, slow: 0.03, stop: 0.06, fewestToStop: 10 },
  /** Messages of a day that WhatsApp held back or could not deliver (131049, 131026, 130472 …). */
  notDelivered: { messages: 50, slow: 0.2, stop: 0.4 },
  /** Read receipts can be off, so a low rate only slows. Messages of the week, a day old at least. */
  readRate: { messages: 200, slow: 0.15 },
  /** Easing asks for facts this much better than those that braked. */
  easingMargin: 0.8,
  /** No step up before the last change is this old. */
  hoursBeforeEasing: { slow: 12, stop: 24 },
} as const;

export const brakeCauses = [
  "quality_red",
  "quality_yellow",
  "opt_outs",
  "not_delivered",
  "read_rate",
  "template_quality",
] as const;
export type BrakeCause = (typeof brakeCauses)[number];

export interface BrakeFacts {
  /** of the number: GREEN, YELLOW, RED or UNKNOWN */
  quality: string;
  /** marketing templates in use that are rated RED, or paused by Meta */
  badTemplates: number;
  day: { people: number; optedOut: number; tried: number; notDelivered: number };
  week: { people: number; optedOut: number };
  /** messages that have had a day to be read */
  readable: { messages: number; read: number };
}

export interface BrakeStanding {
  level: BrakeLevel;
  cause: string | null;
  /** when the level was taken; null: it never changed */
  since: Date | null;
  /** the quality in spite of which the merchant resumed by hand */
  acceptedQuality: string | null;
}

export interface BrakeDecision {
  level: BrakeLevel;
  cause: string | null;
  acceptedQuality: string | null;
  changed: boolean;
}

const RANK: Readonly<Record<BrakeLevel, number>> = { normal: 0, slow: 1, stop: 2 };
const STEP_UP: Readonly<Record<BrakeLevel, BrakeLevel>> = {
  normal: "normal",
  slow: "normal",
  stop: "slow",
};

interface Finding {
  level: BrakeLevel;
  cause: BrakeCause;
}

type Check = (facts: BrakeFacts, strict: number) => BrakeLevel;

interface Limits {
  people: number;
  fewest: number;
  slow: number;
  stop: number;
  fewestToStop: number;
}

function optOutLevel(
  { people, optedOut }: { people: number; optedOut: number },
  limits: Limits,
  strict: number,
): BrakeLevel {
  if (people < limits.people || optedOut < limits.fewest) return "normal";
  const rate = optedOut / people;
  if (rate >= limits.stop * strict && optedOut >= limits.fewestToStop) return "stop";
  return rate >= limits.slow * strict ? "slow" : "normal";
}

function worseOf(one: BrakeLevel, other: BrakeLevel): BrakeLevel {
  return RANK[one] >= RANK[other] ? one : other;
}

const optOuts: Check = ({ day, week }, strict) =>
  worseOf(optOutLevel(day, BRAKE.dayOptOuts, strict), optOutLevel(week, BRAKE.weekOptOuts, strict));

const notDelivered: Check = ({ day }, strict) => {
  const { messages, slow, stop } = BRAKE.notDelivered;
  if (day.tried < messages) return "normal";
  const share = day.notDelivered / day.tried;
  if (share >= stop * strict) return "stop";
  return share >= slow * strict ? "slow" : "normal";
};

const readRate: Check = ({ readable }, strict) => {
  const { messages, slow } = BRAKE.readRate;
  if (readable.messages < messages) return "normal";
  return readable.read / readable.messages < slow / strict ? "slow" : "normal";
};

/** A paused template holds its own messages; more of the same from others is what hurts the number. */
const templateQuality: Check = ({ badTemplates }) => (badTemplates > 0 ? "slow" : "normal");

/** What a number's own rating asks for; one that the merchant resumed in spite of only slows. */
function qualityFinding(quality: string, accepted: string | null): Finding | null {
  if (quality === "RED") {
    return { level: accepted === "RED" ? "slow" : "stop", cause: "quality_red" };
  }
  return quality === "YELLOW" ? { level: "slow", cause: "quality_yellow" } : null;
}

/** By how much they weigh: what is told is the first of the worst. */
const CHECKS: readonly (readonly [BrakeCause, Check])[] = [
  ["opt_outs", optOuts],
  ["not_delivered", notDelivered],
  ["read_rate", readRate],
  ["template_quality", templateQuality],
];

/**
 * How hard the facts alone would brake, and why. What people do (opt out, not read) weighs more once
 * Meta's rating has fallen too: both together stop.
 */
function wanted(
  facts: BrakeFacts,
  accepted: string | null,
  strict: number,
): { level: BrakeLevel; cause: BrakeCause | null } {
  const quality = qualityFinding(facts.quality, accepted);
  const found = CHECKS.flatMap(([cause, check]): Finding[] => {
    const level = check(facts, strict);
    if (level === "normal") return [];
    const isDoubled = quality !== null && cause !== "template_quality" && accepted === null;
    return [{ level: isDoubled ? "stop" : level, cause }];
  });
  const all = quality ? [quality, ...found] : found;
  const worst = all.toSorted((a, b) => RANK[b.level] - RANK[a.level])[0];
  return worst ?? { level: "normal", cause: null };
}

/** The acceptance lasts as long as the rating is no better: a new fall from GREEN brakes anew. */
function stillAccepted(standing: BrakeStanding, quality: string): string | null {
  return quality === "GREEN" ? null : standing.acceptedQuality;
}

/**
 * The quality brake (contract 4.7, 5.5): normal, half speed, or no marketing, with its cause. It acts at
 * once when facts get worse, and eases one step at a time, after a rest, when they are clearly better.
 */
export function decideBrake(facts: BrakeFacts, standing: BrakeStanding, now: Date): BrakeDecision {
  const acceptedQuality = stillAccepted(standing, facts.quality);
  const asked = wanted(facts, acceptedQuality, 1);
  const keep = { level: standing.level, cause: standing.cause, acceptedQuality, changed: false };
  if (RANK[asked.level] > RANK[standing.level]) return { ...asked, acceptedQuality, changed: true };
  if (standing.level === "normal") return { ...keep, cause: null };
  const restEnds =
    standing.since === null
      ? now
      : addHours(standing.since, BRAKE.hoursBeforeEasing[standing.level]);
  const eased = wanted(facts, acceptedQuality, BRAKE.easingMargin);
  if (now < restEnds || RANK[eased.level] >= RANK[standing.level]) {
    return { ...keep, cause: asked.cause ?? standing.cause };
  }
  const level = STEP_UP[standing.level];
  const cause = level === "normal" ? null : (eased.cause ?? standing.cause);
  return { level, cause, acceptedQuality, changed: true };
}

/** What a merchant's resumption by hand makes of a stopped number: half speed, the rating taken as it is. */
export function resumedStanding(quality: string): Pick<BrakeDecision, "level" | "acceptedQuality"> {
  const isBad = quality === "RED" || quality === "YELLOW";
  return { level: "slow", acceptedQuality: isBad ? quality : null };
}
