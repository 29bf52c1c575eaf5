import { refuse } from "../graph/refusal.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import { templatesOf } from "./template-store.ts";
import type { Template } from "./template.types.ts";

/** Without `fields` neither rejected_reason nor quality_score is told (contract 4.2). */
const DEFAULT_FIELDS = "id,name,language,status,category,components,parameter_format";
const MAX_LIMIT = 1000;

/** One page of an account's templates, filtered, with a cursor as long as more follow (contract 4.2). */
export function listTemplates(
  state: State,
  wabaId: string,
  { query, pageUrl }: { query: URLSearchParams; pageUrl: string },
): object {
  const all = templatesOf(state, wabaId).filter((template) => matches(template, query));
  const limit = Math.min(MAX_LIMIT, Math.max(1, Number(query.get("limit") ?? 25) || 25));
  const start = cursorStart(query.get("after"));
  const page = all.slice(start, start + limit);
  const end = start + page.length;
  const after = Buffer.from(String(end)).toString("base64url");
  const next = new URLSearchParams(query);
  next.set("after", after);
  return {
    data: page.map((template) => templateFields(template, query.get("fields"))),
    paging: {
      cursors: { before: Buffer.from(String(start)).toString("base64url"), after },
      ...(end < all.length ? { next: `${pageUrl}?${next.toString()}` } : {}),
    },
  };
}

/** The asked fields of a template, as REST writes them: the id is a string here. */
export function templateFields(template: Template, fields: string | null): JsonObject {
  const all: JsonObject = {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    components: template.components,
    parameter_format: template.parameterFormat,
    rejected_reason: template.rejectedReason,
    ...(template.previousCategory ? { previous_category: template.previousCategory } : {}),
    ...(template.correctCategory ? { correct_category: template.correctCategory } : {}),
    quality_score: { score: template.qualityScore, date: Math.floor(template.createdAt / 1000) },
  };
  const asked = (fields ?? DEFAULT_FIELDS).split(",").map((field) => field.trim());
  return Object.fromEntries(
    Object.entries(all).filter(([field]) => field === "id" || asked.includes(field)),
  );
}

function matches(template: Template, query: URLSearchParams): boolean {
  const name = query.get("name");
  const content = query.get("content");
  const either = query.get("name_or_content");
  return (
    (name === null || template.name.includes(name)) &&
    (content === null || says(template, content)) &&
    (either === null || template.name.includes(either) || says(template, either)) &&
    same(query.get("quality_score"), template.qualityScore) &&
    same(query.get("status"), template.status) &&
    same(query.get("category"), template.category) &&
    same(query.get("language"), template.language)
  );
}

function says({ shape }: Template, words: string): boolean {
  return `${shape.body.text}\n${shape.footer ?? ""}`.includes(words);
}

function same(wanted: string | null, value: string): boolean {
  return wanted === null || wanted.toUpperCase() === value.toUpperCase();
}

function cursorStart(after: string | null): number {
  if (after === null) return 0;
  const start = Number(Buffer.from(after, "base64url").toString());
  if (!Number.isInteger(start)) refuse(100, "Invalid cursor");
  return start;
}
