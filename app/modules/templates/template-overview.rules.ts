import { DELETED, MISSING, NOT_SUBMITTED } from "./lifecycle.rules.ts";
import { rowState } from "./template-state.rules.ts";
import type { TemplateVersion } from "./template.types.ts";

/** How a merchant sees a template in one language, best first; words in ui/messages under `templates.states`. */
export const overviewStates = [
  "approved",
  "replacing",
  "replacement_held",
  "replacement_rejected",
  "review",
  "none",
  "not_submitted",
  "paused",
  "category",
  "rejected",
  "gone",
  "disabled",
] as const;
export type OverviewState = (typeof overviewStates)[number];

export interface Overview {
  state: OverviewState;
  /** the version that sends now */
  inUse: TemplateVersion | null;
  /** the version that the state speaks of */
  newest: TemplateVersion | null;
}

const isMoved = ({ metaCategory, category }: TemplateVersion) =>
  metaCategory !== null && metaCategory !== category;

function stateOf(newest: TemplateVersion): OverviewState {
  if (newest.status === NOT_SUBMITTED) return "not_submitted";
  if (newest.status === MISSING || newest.status === DELETED) return "gone";
  const state = rowState(newest);
  if (state === "paused" && isMoved(newest)) return "category";
  return state === "pending" ? "review" : state === "missing" ? "gone" : state;
}

function besides(newest: OverviewState): OverviewState {
  if (newest === "approved") return "approved";
  if (newest === "paused" || newest === "category" || newest === "disabled") {
    return "replacement_held";
  }
  return newest === "review" || newest === "not_submitted" ? "replacing" : "replacement_rejected";
}

/** What the versions of one template (purpose, language, base) come to. */
export function overviewOf(versions: readonly TemplateVersion[]): Overview {
  const live = versions
    .filter(({ retiredAt }) => retiredAt === null)
    .toSorted((a, b) => b.version - a.version);
  const newest = live[0] ?? null;
  if (!newest) return { state: "none", inUse: null, newest: null };
  const inUse = live.find((one) => rowState(one) === "approved") ?? null;
  const state = stateOf(newest);
  return { state: inUse ? besides(state) : state, inUse, newest };
}

/** Of several the one that a merchant should look at first. */
export function worstOf(overviews: readonly Overview[]): Overview {
  const rank = ({ state }: Overview) => overviewStates.indexOf(state);
  const none: Overview = { state: "none", inUse: null, newest: null };
  return overviews.toSorted((a, b) => rank(b) - rank(a))[0] ?? none;
}

/** Whether handing in the same words again may help. While it sends or is being reviewed it does not. */
export function maySubmitAgain({ state }: Overview): boolean {
  return ["not_submitted", "rejected", "gone", "replacement_rejected"].includes(state);
}

/** Meta's reasons that we have advice for (contract 3.6); any other gets a general one. */
export const adviceReasons = [
  "ABUSIVE_CONTENT",
  "INCORRECT_CATEGORY",
  "INVALID_FORMAT",
  "PROMOTIONAL",
  "SCAM",
  "TAG_CONTENT_MISMATCH",
] as const;

/** Key of the advice for a reason, in lower case. */
export function adviceFor(reason: string | null): string {
  const known = adviceReasons.find((one) => one === reason?.toUpperCase());
  return known?.toLowerCase() ?? "other";
}
