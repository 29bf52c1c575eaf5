import { randomInt } from "node:crypto";
import type { State } from "../state.ts";
import { endHold } from "../delivery/message-statuses.ts";
import { TEMPLATE_STATUSES } from "./template.types.ts";
import type { Template, TemplateStatus } from "./template.types.ts";

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

export type StatusChange = { event: string; reason?: string | null; title?: string };

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
              recommendation: "Change the text and resubmit",
            },
          }
        : {}),
    },
  });
}

function asStatus(event: string): TemplateStatus | undefined {
  return TEMPLATE_STATUSES.find((status) => status === event);
}
