import { refuseTemplate } from "../graph/refusal.ts";
import { textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Account, State } from "../state.ts";
import { checkComponents } from "./check-components.ts";
import { isTemplateLanguage } from "./languages.ts";
import { shapeOf } from "./shape.ts";
import { startReview } from "./review.ts";
import { newNumericId, putTemplate, templateKey, templatesOf } from "./template-store.ts";
import type { Category, ParameterFormat, Template } from "./template.types.ts";

const CREATIONS_PER_HOUR = 100;
const HOUR_MS = 60 * 60 * 1000;
const NAME = /^[a-z0-9_]{1,512}$/;
const CATEGORIES: readonly Category[] = ["MARKETING", "UTILITY", "AUTHENTICATION"];
const FIELDS = new Set([
  "name",
  "language",
  "category",
  "parameter_format",
  "components",
  "message_send_ttl_seconds",
  "allow_category_change",
  "cta_url_link_tracking_opted_out",
  "degrees_of_freedom_spec",
]);

/** Creates a template (contract 4.1): checked at once, then in review. */
export function createTemplate(state: State, account: Account, body: JsonObject): object {
  const template = readTemplate(account, body);
  const { wabaId, name, language } = template;
  if (state.templates.has(templateKey(wabaId, name, language))) {
    refuseTemplate(100, "Content in this language already exists", 2388024);
  }
  if ((account.lockedNames[name] ?? 0) > state.now().getTime()) {
    refuseTemplate(100, "The name of a deleted template is locked for 30 days", 2388023);
  }
  if (templatesOf(state, wabaId).length >= account.templateLimit) {
    refuseTemplate(2388019, `at most ${account.templateLimit} templates`);
  }
  countCreation(account, state.now().getTime());
  template.createdAt = state.now().getTime();
  putTemplate(state, template);
  startReview(state, template);
  return { id: template.id, status: template.status, category: template.category };
}

/** At most 100 new templates per account and hour (contract 4.2). */
function countCreation(account: Account, now: number): void {
  const recent = (account.creations ?? []).filter((at) => now - at < HOUR_MS);
  if (recent.length >= CREATIONS_PER_HOUR) {
    refuseTemplate(80007, `at most ${CREATIONS_PER_HOUR} new templates per hour`);
  }
  account.creations = [...recent, now];
}

/** Reads and checks a definition without storing it. */
export function readTemplate(account: Pick<Account, "wabaId">, body: JsonObject): Template {
  for (const field of Object.keys(body)) {
    if (!FIELDS.has(field)) refuseTemplate(100, `Unexpected key "${field}"`);
  }
  const parameterFormat = readFormat(body["parameter_format"]);
  const components = checkComponents(body["components"], parameterFormat);
  return {
    id: newNumericId(),
    wabaId: account.wabaId,
    name: readName(body["name"]),
    language: readLanguage(body["language"]),
    category: readCategory(body["category"]),
    status: "PENDING",
    parameterFormat,
    components,
    shape: shapeOf(components),
    rejectedReason: "NONE",
    createdAt: 0,
    edits: [],
    qualityScore: "UNKNOWN",
  };
}

function readName(value: unknown): string {
  const name = textOrNull(value);
  if (!name || !NAME.test(name)) {
    refuseTemplate(100, "name must have 1 to 512 of a-z, 0-9 and _");
  }
  return name;
}

function readLanguage(value: unknown): string {
  const language = textOrNull(value);
  if (!language || !isTemplateLanguage(language)) {
    refuseTemplate(100, `language ${String(value)} is not supported`);
  }
  return language;
}

export function readCategory(value: unknown): Category {
  const name = textOrNull(value)?.toUpperCase();
  const category = CATEGORIES.find((known) => known === name);
  if (!category) refuseTemplate(100, "category must be MARKETING, UTILITY or AUTHENTICATION");
  return category;
}

export function readFormat(value: unknown): ParameterFormat {
  if (value === undefined) return "POSITIONAL";
  const format = textOrNull(value)?.toUpperCase();
  if (format !== "NAMED" && format !== "POSITIONAL") {
    refuseTemplate(100, "parameter_format must be NAMED or POSITIONAL");
  }
  return format;
}
