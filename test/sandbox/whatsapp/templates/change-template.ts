import { refuseTemplate } from "../graph/refusal.ts";
import type { JsonObject } from "../json.ts";
import type { Account, State } from "../state.ts";
import { checkComponents } from "./check-components.ts";
import { readCategory, readFormat } from "./create-template.ts";
import { startReview } from "./review.ts";
import { shapeOf } from "./shape.ts";
import { changeStatus, templateKey, templatesOf } from "./template-store.ts";
import type { Template } from "./template.types.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const EDITABLE = ["APPROVED", "REJECTED", "PAUSED"];

/** Edits a template (contract 4.2): all components at once, back into review, within Meta's limits. */
export function editTemplate(state: State, template: Template, body: JsonObject): object {
  if (!EDITABLE.includes(template.status)) {
    refuseTemplate(2388039, `a template that is ${template.status} cannot be edited`);
  }
  const now = state.now().getTime();
  if (template.status === "APPROVED") checkEditLimits(template, body, now);
  const format =
    body["parameter_format"] === undefined
      ? template.parameterFormat
      : readFormat(body["parameter_format"]);
  if (body["components"] !== undefined) {
    const components = checkComponents(body["components"], format);
    template.components = components;
    template.shape = shapeOf(components);
  }
  if (body["category"] !== undefined) template.category = readCategory(body["category"]);
  template.parameterFormat = format;
  startReview(state, template);
  state.touch();
  return { success: true };
}

/** Approved ones: once in 24 h, ten times in 30 days, never another category. */
function checkEditLimits(template: Template, body: JsonObject, now: number): void {
  const recent = template.edits.filter((at) => now - at < 30 * DAY_MS);
  if (recent.some((at) => now - at < DAY_MS) || recent.length >= 10) {
    refuseTemplate(2388039, "edit limit reached: 1 in 24 hours, 10 in 30 days");
  }
  if (body["category"] !== undefined && readCategory(body["category"]) !== template.category) {
    refuseTemplate(2388039, "the category of an approved template cannot be changed");
  }
  template.edits = [...recent, now];
}

/**
 * Deletes by name (every language), by name and id, or by ids (contract 4.2).
 * The name of an approved one stays locked for 30 days.
 */
export function deleteTemplates(state: State, account: Account, query: URLSearchParams): object {
  const name = query.get("name");
  const ids = idsOf(query);
  if (name === null && ids.length === 0) refuseTemplate(100, "name or hsm_ids is required");
  const doomed = templatesOf(state, account.wabaId).filter(
    (template) =>
      (name === null || template.name === name) && (ids.length === 0 || ids.includes(template.id)),
  );
  if (doomed.length === 0) refuseTemplate(100, "message template was not found", 2593002);
  if (doomed.some((template) => template.status === "DISABLED")) {
    refuseTemplate(100, "a disabled template cannot be deleted");
  }
  for (const template of doomed) removeTemplate(state, account, template);
  return { success: true };
}

function removeTemplate(state: State, account: Account, template: Template): void {
  if (template.status === "APPROVED") {
    account.lockedNames[template.name] = state.now().getTime() + 30 * DAY_MS;
  }
  changeStatus(state, template, { event: "DELETED", reason: null });
  state.templates.delete(templateKey(template.wabaId, template.name, template.language));
}

function idsOf(query: URLSearchParams): string[] {
  const one = query.get("hsm_id");
  const many = query.get("hsm_ids");
  return [...(one === null ? [] : [one]), ...(many?.match(/\d+/g) ?? [])];
}
