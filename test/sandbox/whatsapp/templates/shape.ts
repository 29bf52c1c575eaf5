import { isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type {
  HeaderFormat,
  PatternText,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
  TemplateShape,
} from "./template.types.ts";

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const HEADER_FORMATS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION", "PRODUCT"] as const;

/** Finds the variables of a text, each once, in order of first appearance. */
export function patternOf(text: string): PatternText {
  const names = Array.from(text.matchAll(VARIABLE), (match) => match[1] ?? "");
  return { text, variables: [...new Set(names)] };
}

/** Fills the variables in; an unknown one stays as it is. */
export function fill(pattern: PatternText, values: ReadonlyMap<string, string>): string {
  if (pattern.variables.length === 0) return pattern.text;
  return pattern.text.replace(VARIABLE, (whole, name: string) => values.get(name) ?? whole);
}

export function componentType(component: JsonObject): string {
  return (textOrNull(component["type"]) ?? "").toUpperCase();
}

export function headerFormat(component: JsonObject): HeaderFormat | null {
  const format = (textOrNull(component["format"]) ?? "TEXT").toUpperCase();
  return HEADER_FORMATS.find((known) => known === format) ?? null;
}

/** Turns checked components (contract 4.1) into the shape that sends are compared with. */
export function shapeOf(components: JsonObject[]): TemplateShape {
  const footer = find(components, "FOOTER");
  const offer = find(components, "LIMITED_TIME_OFFER")?.["limited_time_offer"];
  const carousel = find(components, "CAROUSEL");
  const card = cardOf(components);
  return {
    ...card,
    body: card.body ?? patternOf(""),
    footer: footer ? textOrNull(footer["text"]) : null,
    offer: isObject(offer)
      ? { text: textOrNull(offer["text"]) ?? "", hasExpiration: offer["has_expiration"] === true }
      : null,
    cards: carousel ? (objectsOrNull(carousel["cards"]) ?? []).map(nestedCard) : null,
  };
}

function nestedCard(card: JsonObject): TemplateCard {
  return cardOf(objectsOrNull(card["components"]) ?? []);
}

function cardOf(components: JsonObject[]): TemplateCard {
  const body = find(components, "BODY");
  const buttons = objectsOrNull(find(components, "BUTTONS")?.["buttons"]) ?? [];
  return {
    header: headerOf(find(components, "HEADER")),
    body: body ? patternOf(textOrNull(body["text"]) ?? "") : null,
    buttons: buttons.map(buttonOf),
  };
}

function headerOf(component: JsonObject | undefined): TemplateHeader | null {
  if (!component) return null;
  const format = headerFormat(component);
  return format && { format, pattern: patternOf(textOrNull(component["text"]) ?? "") };
}

function buttonOf(button: JsonObject): TemplateButton {
  const type = (textOrNull(button["type"]) ?? "").toUpperCase();
  const url = textOrNull(button["url"]);
  return {
    type,
    text: textOrNull(button["text"]) ?? (type === "COPY_CODE" ? "Copy code" : type),
    target: url ?? textOrNull(button["phone_number"]),
    dynamic: url !== null && url.includes("{{"),
  };
}

function find(components: JsonObject[], type: string): JsonObject | undefined {
  return components.find((component) => componentType(component) === type);
}
