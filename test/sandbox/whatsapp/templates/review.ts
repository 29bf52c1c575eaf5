import type { State } from "../state.ts";
import { changeStatus, templatesOf } from "./template-store.ts";
import type { Template } from "./template.types.ts";

const SHORTENERS = /^https?:\/\/(wa\.me|bit\.ly|tinyurl\.com|t\.co|goo\.gl)\//i;

/** Sends a template into review; without an automatic review it stays PENDING until told otherwise. */
export function startReview(state: State, template: Template): void {
  template.status = "PENDING";
  takeVerdict(state, template);
  if (state.autoApproveMs === null) return;
  const due = Date.now() + state.autoApproveMs;
  state.agenda.add({ kind: "review", due, templateId: template.id });
}

/** The review's verdict: approved, unless Meta's reviewers would object (contract 4.4, rules 4 and 7). */
export function finishReview(state: State, template: Template): void {
  if (template.status !== "PENDING") return;
  const { verdict } = template;
  delete template.verdict;
  if (verdict) return changeStatus(state, template, { event: "REJECTED", ...verdict });
  const rejected = repeatsAnother(state, template) || hasShortLink(template);
  changeStatus(
    state,
    template,
    rejected
      ? { event: "REJECTED", reason: "INVALID_FORMAT" }
      : { event: "APPROVED", reason: "NONE" },
  );
}

/** A verdict that was ordered for the next template of the account goes to this one. */
function takeVerdict(state: State, template: Template): void {
  const account = state.accounts.get(template.wabaId);
  if (!account?.rejectNext) return;
  template.verdict = account.rejectNext;
  account.rejectNext = null;
}

function repeatsAnother(state: State, template: Template): boolean {
  if (template.category === "AUTHENTICATION") return false;
  const words = ({ shape }: Template) => `${shape.body.text}\n${shape.footer ?? ""}`;
  return templatesOf(state, template.wabaId).some(
    (other) =>
      other !== template && other.status !== "REJECTED" && words(other) === words(template),
  );
}

function hasShortLink(template: Template): boolean {
  const { buttons, cards } = template.shape;
  const all = [...buttons, ...(cards ?? []).flatMap((card) => card.buttons)];
  return all.some((button) => SHORTENERS.test(button.target ?? ""));
}
