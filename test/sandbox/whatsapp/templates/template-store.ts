import { randomInt } from "node:crypto";
import type { State } from "../state.ts";
import { endHold } from "../delivery/message-statuses.ts";
import { TEMPLATE_STATUSES } from "./template.types.ts";
import type { Category, Template, TemplateStatus } from "./template.types.ts";

/** Templates are unique by account, name and language. */
export function templateKey(wabaId: string, name: string, language: string): string {
  return `${wabaId}|${name}|${language}`;
}

/** A new id: numeric and within what JSON numbers hold exactly, as webhooks send it as a number. */
export function newNumericId(): string {
  return String(1_000_000_000_000_000 + randomInt(2 ** 47));
}

export function templatesOf(state: State, wabaId: string): Template[] {
  return [...state.templates.values()].filter((template) => template.wabaId === wabaId);
}

export function templateById(state: State, id: string): Template | undefined {
  for (const template of state.templates.values()) if (template.id === id) return template;
  return undefined;
}

export function putTemplate(state: State, template: Template): void {
  state.templates.set(templateKey(template.wabaId, template.name, template.language), template);
  state.touch();
}

export type StatusChange = {
  event: string;
  reason?: string | null;
  title?: string;
  recommendation?: string | null;
};

/** Events that are not themselves a status (contract 3.6). */
const STATUS_AFTER: Readonly<Record<string, TemplateStatus>> = {
  REINSTATED: "APPROVED",
  UNARCHIVED: "APPROVED",
  FLAGGED: "APPROVED",
  LOCKED: "DISABLED",
};

/** Changes a template's status and tells the webhook (`message_template_status_update`, contract 3.6). */
export function changeStatus(state: State, template: Template, change: StatusChange): void {
  const status = STATUS_AFTER[change.event] ?? asStatus(change.event) ?? template.status;
  template.status = status;
  template.rejectedReason = status === "REJECTED" ? (change.reason ?? "INVALID_FORMAT") : "NONE";
  if (status === "PAUSED" || status === "DISABLED") {
    const code = status === "PAUSED" ? 132015 : 132016;
    endHold(state, (message) => message.template === template, code);
  }
  tellStatus(state, template, change);
  state.events.tell({ kind: "template", number: null });
  state.touch();
}

function tellStatus(state: State, template: Template, change: StatusChange): void {
  const title = change.title ?? (change.event === "PAUSED" ? "FIRST_PAUSE" : null);
  state.sender.send({
    kind: "change",
    wabaId: template.wabaId,
    field: "message_template_status_update",
    entryTime: Math.floor(state.now().getTime() / 1000),
    value: {
      event: change.event,
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      reason: change.reason === undefined ? template.rejectedReason : change.reason,
      message_template_category: template.category,
      ...(title === null ? {} : { other_info: { title, description: title } }),
      ...(change.reason === "INVALID_FORMAT"
        ? {
            rejection_info: {
              reason: change.reason,
              recommendation: change.recommendation ?? "Change the text and resubmit",
            },
          }
        : {}),
    },
  });
}

/** Moves a template to another category at once, or announces it for a day (contract 3.6, 4.5). */
export function moveCategory(
  state: State,
  template: Template,
  move: { to: Category; at: number | null },
): void {
  const before = template.category;
  if (move.at === null) {
    template.previousCategory = before;
    template.category = move.to;
    delete template.correctCategory;
  } else {
    template.correctCategory = move.to;
  }
  const value =
    move.at === null
      ? { previous_category: before, new_category: move.to }
      : {
          new_category: before,
          correct_category: move.to,
          category_update_timestamp: Math.floor(move.at / 1000),
        };
  tellTemplate(state, template, "template_category_update", value);
}

/** Rates a template anew (contract 3.6, 4.7). */
export function rateTemplate(state: State, template: Template, score: string): void {
  const before = template.qualityScore;
  template.qualityScore = score;
  tellTemplate(state, template, "message_template_quality_update", {
    previous_quality_score: before,
    new_quality_score: score,
  });
}

function tellTemplate(state: State, template: Template, field: string, value: object): void {
  state.sender.send({
    kind: "change",
    wabaId: template.wabaId,
    field,
    entryTime: Math.floor(state.now().getTime() / 1000),
    value: {
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      ...value,
    },
  });
  state.events.tell({ kind: "template", number: null });
  state.touch();
}

function asStatus(event: string): TemplateStatus | undefined {
  return TEMPLATE_STATUSES.find((status) => status === event);
}
