import { z } from "zod";
import { type LinkBase, linkBases } from "#app/modules/shops/storefront.rules.ts";
import { addHours, addMinutes } from "#app/shared/duration.ts";

/**
 * What a check of the shop's own domain found:
 * `works`; `password`: the storefront asks for one; `moved`: it redirects somewhere else; `not_there`:
 * no app answers under the path (renamed by the merchant, or the app is not in the shop); `not_ours`:
 * somebody answers, but not we; `refused`: we refused, so Shopify signs with another secret; `app_error`
 * and `unreachable`: may pass by itself; `unclear`: the storefront takes us for a robot.
 */
export const proxyFindings = [
  "works",
  "password",
  "moved",
  "not_there",
  "not_ours",
  "refused",
  "app_error",
  "unreachable",
  "unclear",
] as const;
export const proxyFindingSchema = z.enum(proxyFindings);
export type ProxyFinding = z.infer<typeof proxyFindingSchema>;

/** Why links run over the base that they do: a finding, or one of these. */
export const linkBaseReasons = [...proxyFindings, "unchecked", "proving", "stale"] as const;
export const linkBaseReasonSchema = z.enum(linkBaseReasons);
export type LinkBaseReason = z.infer<typeof linkBaseReasonSchema>;

export const linkBaseSchema = z.enum(linkBases);

export interface LinkBaseState {
  base: LinkBase;
  reason: LinkBaseReason;
  /** the shop's own domain as it was checked */
  origin: string;
  finding: ProxyFinding;
  /** failed checks in a row */
  failures: number;
  hasWorked: boolean;
  worksSince: Date | null;
  /** the last check that told something */
  checkedAt: Date;
  switchedAt: Date;
  nextCheckAt: Date;
}

const CHECK_EVERY_MINUTES = 10;
const CHECK_AGAIN_MINUTES = 1;
/** A domain that failed has to work this long before links trust it again. */
export const PROVING_MINUTES = 60;
/** What may pass by itself has to fail this often in a row. */
const PASSING_FAILURES = 2;
/** A check older than this says nothing about today. */
const STALE_HOURS = 26;

const PASSING: readonly ProxyFinding[] = ["app_error", "unreachable"];

export interface ProbeAnswer {
  outcome: "answered" | "refused" | "failed";
  status?: number;
  location?: string | null;
  /** the redirect is the one that only we could have made */
  isProof?: boolean;
}

function ofRedirect({ location, isProof }: ProbeAnswer): ProxyFinding {
  if (isProof) return "works";
  const path = location && URL.canParse(location) ? new URL(location).pathname : "";
  return /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?password\/?$/i.test(path) ? "password" : "moved";
}

/** What the answer to a probe means (contract 6.1). */
export function proxyFinding(answer: ProbeAnswer): ProxyFinding {
  if (answer.outcome !== "answered") return "unreachable";
  const status = answer.status ?? 0;
  if (status >= 300 && status < 400) return ofRedirect(answer);
  switch (status) {
    case 401:
      return "refused";
    case 403:
    case 429:
      return "unclear";
    case 404:
    case 410:
      return "not_there";
    default:
      return status >= 500 ? "app_error" : "not_ours";
  }
}

interface Found {
  finding: ProxyFinding;
  origin: string;
  now: Date;
}

function first({ origin, now }: Found): LinkBaseState {
  return {
    base: "app",
    reason: "unchecked",
    origin,
    finding: "unclear",
    failures: 0,
    hasWorked: false,
    worksSince: null,
    checkedAt: now,
    switchedAt: now,
    nextCheckAt: now,
  };
}

function afterSuccess(before: LinkBaseState, { now }: Found): LinkBaseState {
  const worksSince = before.worksSince ?? now;
  const isProven =
    before.base === "proxy" || !before.hasWorked || now >= addMinutes(worksSince, PROVING_MINUTES);
  return {
    ...before,
    base: isProven ? "proxy" : "app",
    reason: isProven ? "works" : "proving",
    failures: 0,
    hasWorked: true,
    worksSince,
    checkedAt: now,
    nextCheckAt: addMinutes(now, CHECK_EVERY_MINUTES),
  };
}

function afterFailure(before: LinkBaseState, { finding, now }: Found): LinkBaseState {
  const failures = before.failures + 1;
  const isPassing = PASSING.includes(finding);
  const keeps = isPassing && failures < PASSING_FAILURES && before.base === "proxy";
  return {
    ...before,
    base: keeps ? "proxy" : "app",
    reason: keeps ? before.reason : finding,
    failures,
    worksSince: keeps ? before.worksSince : null,
    checkedAt: keeps ? before.checkedAt : now,
    nextCheckAt: addMinutes(
      now,
      isPassing && failures <= PASSING_FAILURES ? CHECK_AGAIN_MINUTES : CHECK_EVERY_MINUTES,
    ),
  };
}

/** A robot's door tells nothing of shoppers: all stays as it is. */
function afterNothing(before: LinkBaseState, { finding, now }: Found): LinkBaseState {
  const reason = before.reason === "unchecked" ? finding : before.reason;
  return { ...before, reason, nextCheckAt: addMinutes(now, CHECK_EVERY_MINUTES) };
}

/**
 * What follows from a check: the shop's domain is left at once where the finding is definite, after the
 * second failure where it may pass, and comes back once it has worked for an hour (the very first time
 * at once). Links that are out lead over the old domain either way: a base is for what is sent next.
 */
export function afterCheck(before: LinkBaseState | null, found: Found): LinkBaseState {
  const { finding, origin, now } = found;
  // Another domain has to prove itself anew, and its templates are other ones.
  const known = before && before.origin === origin ? before : { ...first(found) };
  const from = { ...known, finding, switchedAt: before?.switchedAt ?? now };
  const next =
    finding === "works"
      ? afterSuccess(from, found)
      : finding === "unclear"
        ? afterNothing(from, found)
        : afterFailure(from, found);
  return next.base === (before?.base ?? "app") ? next : { ...next, switchedAt: now };
}

/**
 * Over which base what is sent now links: the shop's own domain only while its check is good and fresh.
 * A template of that base needs approval too: `templateFor` and `currentTemplate` then take ours.
 */
export function linkBase(
  state: Pick<LinkBaseState, "base" | "reason" | "checkedAt"> | null,
  now: Date,
): { base: LinkBase; reason: LinkBaseReason } {
  if (!state) return { base: "app", reason: "unchecked" };
  const isStale = now > addHours(state.checkedAt, STALE_HOURS);
  if (state.base === "proxy" && isStale) return { base: "app", reason: "stale" };
  return { base: state.base, reason: state.reason };
}
