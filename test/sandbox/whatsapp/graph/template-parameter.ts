import { characters, isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { ParameterFormat, PatternText } from "../templates/template.types.ts";
import { fill } from "../templates/shape.ts";
import { refuse } from "./refusal.ts";

const TEXT_MAX = 32_768;
const FORBIDDEN_SPACE = /[\n\r\t]| {5,}/;

export type Pattern = { where: string; pattern: PatternText; format: ParameterFormat; max: number };

/** The parameters of a component; a missing list is an empty one. */
export function parametersOf(component: JsonObject, where: string): JsonObject[] {
  if (component["parameters"] === undefined) return [];
  const list = objectsOrNull(component["parameters"]);
  if (!list) refuse(100, `${where}: parameters must be an array of objects`);
  return list;
}

/**
 * Checks the parameters of a text against its variables and answers the filled-in text.
 * Rules of contract 1.4: count, named or positional, text format, length after filling in.
 */
export function fillPattern(target: Pattern, parameters: JsonObject[]): string {
  const { where, pattern, format, max } = target;
  const expected = pattern.variables.length;
  if (parameters.length !== expected) refuseCount(where, parameters.length, expected);
  const values = new Map<string, string>();
  parameters.forEach((parameter, index) => {
    const name = variableName(target, parameter, index);
    if (values.has(name)) refuse(132012, `${where}: parameter '${name}' is given twice`);
    values.set(name, textValue(parameter, `${where}: parameter ${name}`));
  });
  const text = format === "NAMED" || expected > 0 ? fill(pattern, values) : pattern.text;
  if (text.length > max && characters(text) > max) {
    refuse(132005, `${where}: Translated text too long, at most ${max} characters`);
  }
  return text;
}

export function refuseCount(where: string, given: number, expected: number): never {
  refuse(
    132000,
    `${where}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
  );
}

function variableName(target: Pattern, parameter: JsonObject, index: number): string {
  const { where, pattern, format } = target;
  const named = parameter["parameter_name"];
  if (format === "POSITIONAL") {
    if (named !== undefined) refuse(132012, `${where}: the template has positional parameters`);
    return pattern.variables[index] ?? "";
  }
  const name = textOrNull(named);
  if (name === null) refuse(132012, `${where}: parameter_name is missing, the template has names`);
  if (!pattern.variables.includes(name)) {
    refuse(132012, `${where}: the template has no parameter '${name}'`);
  }
  return name;
}

/** The text of a parameter; currency and date_time always render their fallback (contract 1.4). */
function textValue(parameter: JsonObject, where: string): string {
  const type = parameter["type"];
  if (type === "text") return plainText(parameter["text"], where);
  if (type === "currency") return currency(parameter["currency"], where);
  if (type === "date_time") {
    const value = parameter["date_time"];
    return plainText(isObject(value) ? value["fallback_value"] : undefined, where);
  }
  refuse(132012, `${where}: Format mismatch, expected TEXT, received ${String(type)}`);
}

/** One line of text: present, not empty, no newline, tab or more than four spaces in a row. */
export function plainText(value: unknown, where: string): string {
  const text = textOrNull(value);
  if (text === null || text === "") refuse(131008, `${where}: text is missing or empty`);
  if (text.length > TEXT_MAX) refuse(100, `${where}: text is longer than ${TEXT_MAX} characters`);
  if (FORBIDDEN_SPACE.test(text)) {
    refuse(
      132012,
      `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    );
  }
  return text;
}

function currency(value: unknown, where: string): string {
  if (!isObject(value)) refuse(131008, `${where}: currency is missing`);
  if (typeof value["amount_1000"] !== "number" || !textOrNull(value["code"])) {
    refuse(131008, `${where}: currency needs code and amount_1000`);
  }
  return plainText(value["fallback_value"], where);
}
