import { z } from "zod";
import { variablesOf } from "../components.rules.ts";
import type { ParameterFormat, TemplateComponent } from "../template.types.ts";
import { type Finding, found, type Place } from "./finding.types.ts";

const VARIABLE = /\{\{[^{}]*\}\}/g;
const NAMED = /^[a-z0-9_]+$/;
const POSITIONAL = /^[1-9]\d*$/;

export const characters = (text: string) => Array.from(text).length;

/** There, and not too long (contract 4.3). */
export function textFindings(text: string | undefined, place: Place, max: number): Finding[] {
  if (!text?.trim()) return [found("text_missing", place)];
  return characters(text) > max ? [found("text_too_long", place, { max })] : [];
}

/** Names, order and neighbourhood of variables (contract 4.4, rules 1 and 3). */
export function variableFindings(text: string, place: Place, format: ParameterFormat): Finding[] {
  const names = variablesOf(text);
  const trimmed = text.trim();
  const valid = format === "NAMED" ? NAMED : POSITIONAL;
  const wrong = names.find((name) => !valid.test(name));
  const counts = names.every((name, index) => name === String(index + 1));
  const checks: [boolean, Finding][] = [
    [/[{}]/.test(text.replaceAll(VARIABLE, "")), found("braces_open", place)],
    [/\{\{[^{}]*[#$%][^{}]*\}\}/.test(text), found("variable_characters", place)],
    [wrong !== undefined, found("variable_format", place, { name: `{{${wrong ?? ""}}}` })],
    [/\}\}\s*\{\{/.test(text), found("variables_adjacent", place)],
    [format === "POSITIONAL" && wrong === undefined && !counts, found("variable_order", place)],
    [
      names.length > 0 && (trimmed.startsWith("{{") || trimmed.endsWith("}}")),
      found("variable_at_edge", place),
    ],
  ];
  return checks.flatMap(([isSo, finding]) => (isSo ? [finding] : []));
}

/** At least twice as many fixed words as variables, and one more (contract 4.4, rule 2; community rule). */
export function ratioFindings(text: string, place: Place): Finding[] {
  const names = variablesOf(text);
  if (names.length === 0) return [];
  const words = text
    .replaceAll(VARIABLE, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean).length;
  const least = 2 * names.length + 1;
  return words < least ? [found("variables_many", place, { words, least })] : [];
}

const text = z.string().min(1);
const namedSample = z.object({ param_name: text, example: text });

/** A single sample may stand alone, several stand in a list of lists (contract 4.1). */
function positionalSamples(given: unknown): string[] {
  const outer: unknown[] = Array.isArray(given) ? given : [given];
  const first = outer[0];
  const list: unknown[] = Array.isArray(first) ? first : outer;
  return list.flatMap((sample, index) => (text.safeParse(sample).success ? [`${index + 1}`] : []));
}

function samplesOf(
  component: TemplateComponent,
  kind: "body" | "header",
  format: ParameterFormat,
): Set<string> {
  const example = component.example ?? {};
  if (format === "POSITIONAL") return new Set(positionalSamples(example[`${kind}_text`]));
  const list = z.array(z.unknown()).safeParse(example[`${kind}_text_named_params`]);
  const given = list.success ? list.data : [];
  return new Set(
    given.flatMap((sample) => {
      const parsed = namedSample.safeParse(sample);
      return parsed.success ? [parsed.data.param_name] : [];
    }),
  );
}

/** Every variable needs a sample for the reviewers (contract 4.1). */
export function sampleFindings(
  component: TemplateComponent,
  place: Place,
  of: { kind: "body" | "header"; format: ParameterFormat },
): Finding[] {
  const names = variablesOf(component.text ?? "");
  const samples = samplesOf(component, of.kind, of.format);
  const missing = names.find((name) => !samples.has(name));
  return missing === undefined ? [] : [found("sample_missing", place, { name: `{{${missing}}}` })];
}
