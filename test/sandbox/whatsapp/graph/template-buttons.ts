import { characters, isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { TemplateButton } from "../templates/template.types.ts";
import { refuse, refuseUnused } from "./refusal.ts";
import { parametersOf, plainText } from "./template-parameter.ts";

const URL_MAX = 2000;
const COUPON = /^[A-Za-z0-9]{1,15}$/;
/** The `sub_type` at sending for each button type of a template that takes parameters. */
const SUB_TYPE: Readonly<Record<string, string>> = {
  URL: "url",
  QUICK_REPLY: "quick_reply",
  COPY_CODE: "copy_code",
  MPM: "mpm",
  CATALOG: "catalog",
  FLOW: "flow",
};

type ButtonUse = { button: TemplateButton; parameters: JsonObject[]; where: string };

/** Checks the button components of a message or card against the template's buttons (contract 1.4). */
export function checkButtons(
  buttons: TemplateButton[],
  components: JsonObject[],
  where: string,
): void {
  const used = new Set<number>();
  for (const component of components) {
    const index = buttonIndex(component, where);
    const button = buttons[index];
    const place = `${where}: button at index ${index}`;
    if (!button) refuse(132018, `${place} does not exist in the template`);
    if (used.has(index)) refuse(132018, `${place} is given twice`);
    used.add(index);
    checkSubType(component, button, place);
    checkUse({ button, parameters: parametersOf(component, place), where: place });
  }
  buttons.forEach((button, index) => {
    if (used.has(index) || !needsParameter(button)) return;
    refuse(
      131008,
      `${where}: button at index ${index} of type ${button.type} requires a parameter`,
    );
  });
}

function buttonIndex(component: JsonObject, where: string): number {
  const index = component["index"];
  if (index === undefined) refuse(131008, `${where}: button component needs an index`);
  // Meta's own examples write the index both ways (contract 1.4).
  const number = typeof index === "string" && /^\d+$/.test(index) ? Number(index) : index;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0) {
    refuse(131009, `${where}: button index must be a whole number from 0`);
  }
  return number;
}

function checkSubType(component: JsonObject, button: TemplateButton, where: string): void {
  const subType = textOrNull(component["sub_type"]);
  if (!subType) refuse(131008, `${where}: sub_type is missing`);
  const expected = SUB_TYPE[button.type];
  if (expected === undefined) refuseUnused(where, button.type);
  if (subType.toLowerCase() !== expected) {
    refuse(132012, `${where}: type mismatch, expected ${expected}, received ${subType}`);
  }
}

function needsParameter(button: TemplateButton): boolean {
  return button.dynamic || button.type === "COPY_CODE" || button.type === "MPM";
}

function checkUse(use: ButtonUse): void {
  const { button, parameters, where } = use;
  if (button.type === "URL" && !button.dynamic) refuseUnused(where, "static URL");
  if (parameters.length === 0) {
    if (needsParameter(button))
      refuse(131008, `${where} of type ${button.type} requires a parameter`);
    return;
  }
  if (parameters.length > 1) refuse(132000, `${where}: takes one parameter`);
  CHECKS[button.type]?.(use, parameters[0] ?? {});
}

const CHECKS: Readonly<Record<string, (use: ButtonUse, parameter: JsonObject) => void>> = {
  URL: checkUrl,
  QUICK_REPLY: ({ where }, parameter) => {
    expectType(parameter, "payload", where);
    if (!textOrNull(parameter["payload"])) refuse(131008, `${where}: payload is missing or empty`);
  },
  COPY_CODE: ({ where }, parameter) => {
    expectType(parameter, "coupon_code", where);
    const code = textOrNull(parameter["coupon_code"]);
    if (!code) refuse(131008, `${where}: coupon_code is missing or empty`);
    if (!COUPON.test(code)) {
      refuse(131009, `${where}: coupon_code must have at most 15 letters and digits`);
    }
  },
  MPM: checkProductList,
  CATALOG: ({ where }, parameter) => {
    expectType(parameter, "action", where);
  },
};

function checkUrl({ button, where }: ButtonUse, parameter: JsonObject): void {
  expectType(parameter, "text", where);
  const suffix = plainText(parameter["text"], where);
  const url = (button.target ?? "").replace(/\{\{.*\}\}$/, "") + suffix;
  if (characters(url) > URL_MAX)
    refuse(132018, `${where}: URL is longer than ${URL_MAX} characters`);
}

/** Up to 30 products in up to 10 sections, titles up to 24 characters (contract 1.4). */
function checkProductList({ where }: ButtonUse, parameter: JsonObject): void {
  expectType(parameter, "action", where);
  const action = parameter["action"];
  if (!isObject(action) || !textOrNull(action["thumbnail_product_retailer_id"])) {
    refuse(131008, `${where}: action needs thumbnail_product_retailer_id`);
  }
  const sections = objectsOrNull(action["sections"]) ?? [];
  if (sections.length === 0) refuse(131008, `${where}: action needs sections`);
  if (sections.length > 10) refuse(131009, `${where}: at most 10 sections`);
  if (sections.some((section) => characters(textOrNull(section["title"]) ?? "") > 24)) {
    refuse(131009, `${where}: section titles have at most 24 characters`);
  }
  const items = sections.flatMap((section) => objectsOrNull(section["product_items"]) ?? []);
  if (items.length === 0) refuse(131008, `${where}: sections need product_items`);
  if (items.length > 30) refuse(131009, `${where}: at most 30 products`);
}

function expectType(parameter: JsonObject, type: string, where: string): void {
  if (parameter["type"] === type) return;
  refuse(
    132012,
    `${where}: parameter type mismatch, expected ${type}, received ${String(parameter["type"])}`,
  );
}
