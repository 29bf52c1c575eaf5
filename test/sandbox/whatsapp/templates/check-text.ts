import { refuseTemplate } from "../graph/refusal.ts";
import { characters, isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { patternOf } from "./shape.ts";
import type { ParameterFormat } from "./template.types.ts";

const NAMED = /^[a-z0-9_]+$/;
const POSITIONAL = /^[1-9]\d*$/;

export type TextRule = { where: string; max: number; formatCode: number; format: ParameterFormat };

/** The text of a component: present, within its limit. */
export function checkedText(value: unknown, rule: TextRule): string {
  const text = textOrNull(value);
  if (!text?.trim()) refuseTemplate(rule.formatCode, `${rule.where} text is missing`);
  if (characters(text) > rule.max) {
    refuseTemplate(2388040, `${rule.where} is longer than ${rule.max} characters`);
  }
  return text;
}

/** Names, order and neighbourhood of variables (contract 4.4, rules 1 to 3). Answers their names. */
export function checkVariables(text: string, rule: TextRule): string[] {
  const { variables } = patternOf(text);
  const trimmed = text.trim();
  if (/[{}]/.test(text.replace(/\{\{[^{}]*\}\}/g, ""))) {
    refuseTemplate(rule.formatCode, `${rule.where}: braces that are no variable`);
  }
  if (/\{\{[^{}]*[#$%][^{}]*\}\}/.test(text)) {
    refuseTemplate(rule.formatCode, `${rule.where}: no #, $ or % inside a variable`);
  }
  const valid = rule.format === "NAMED" ? NAMED : POSITIONAL;
  if (variables.some((name) => !valid.test(name))) {
    refuseTemplate(rule.formatCode, `${rule.where}: variables must be ${rule.format}`);
  }
  if (/\}\}\s*\{\{/.test(text)) {
    refuseTemplate(rule.formatCode, `${rule.where}: two variables stand side by side`);
  }
  const inOrder = variables.every((name, index) => name === String(index + 1));
  if (rule.format === "POSITIONAL" && !inOrder) {
    refuseTemplate(rule.formatCode, `${rule.where}: variables must count up from {{1}}`);
  }
  if (variables.length > 0 && (trimmed.startsWith("{{") || trimmed.endsWith("}}"))) {
    refuseTemplate(2388299, `${rule.where} must not start or end with a variable`);
  }
  return variables;
}

/** Enough fixed words for the variables: at least 2 × variables + 1 (contract 4.4, rule 2). */
export function checkRatio(text: string, variables: string[], where: string): void {
  if (variables.length === 0) return;
  const fixed = text.replace(/\{\{[^{}]*\}\}/g, " ");
  const words = fixed.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length;
  if (words < 2 * variables.length + 1) {
    refuseTemplate(2388293, `${where}: too many variables for its length`);
  }
}

/** Every variable needs a sample: `body_text` / `header_text`, or `…_named_params`. */
export function checkSamples(
  component: JsonObject,
  kind: "body" | "header",
  use: { variables: string[]; format: ParameterFormat },
): void {
  if (use.variables.length === 0) return;
  const example = component["example"];
  const samples = isObject(example) ? samplesOf(example, kind, use.format) : new Set<string>();
  const missing = use.variables.find((name) => !samples.has(name));
  if (missing !== undefined) {
    refuseTemplate(100, `${kind}: the example for variable ${missing} is missing`, 2388043);
  }
}

function samplesOf(
  example: JsonObject,
  kind: "body" | "header",
  format: ParameterFormat,
): Set<string> {
  if (format === "NAMED") {
    const params = objectsOrNull(example[`${kind}_text_named_params`]) ?? [];
    const filled = params.filter((param) => textOrNull(param["example"]));
    return new Set(filled.map((param) => textOrNull(param["param_name"]) ?? ""));
  }
  const given: unknown = example[`${kind}_text`];
  const outer: unknown[] = Array.isArray(given) ? given : [given];
  const first = outer[0];
  const list: unknown[] = Array.isArray(first) ? first : outer;
  return new Set(list.flatMap((sample, index) => (textOrNull(sample) ? [String(index + 1)] : [])));
}
