import { refuseTemplate } from "../graph/refusal.ts";
import { isObject, objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { checkButtonsComponent, checkOfferButtons } from "./check-buttons.ts";
import { checkRatio, checkSamples, checkVariables, checkedText } from "./check-text.ts";
import { componentType, headerFormat } from "./shape.ts";
import type { ParameterFormat } from "./template.types.ts";

const MEDIA_FORMATS = ["IMAGE", "VIDEO", "DOCUMENT"];
const CARD_HEADERS = ["IMAGE", "VIDEO", "PRODUCT"];
const CARD_TYPES = ["HEADER", "BODY", "BUTTONS"];
const TYPES = ["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"];

/** Checks the components of a new template (contract 4.3, 4.4) and answers them. */
export function checkComponents(value: unknown, format: ParameterFormat): JsonObject[] {
  const components = objectsOrNull(value);
  if (!components || components.length === 0) refuseTemplate(100, "components are required");
  const types = components.map(componentType);
  types.forEach((type, index) => {
    if (!TYPES.includes(type)) refuseTemplate(100, `unknown component type ${type}`);
    if (types.indexOf(type) !== index) refuseTemplate(100, `component ${type} is given twice`);
  });
  const isOffer = types.includes("LIMITED_TIME_OFFER");
  const body = components[types.indexOf("BODY")];
  if (!body) refuseTemplate(2388072, "a body is required");
  checkBody(body, format, isOffer ? 600 : 1024);
  for (const component of components) checkOther(component, format);
  if (isOffer) checkOfferParts(components, types);
  if (types.includes("CAROUSEL")) checkBesideCarousel(types);
  return components;
}

function checkOther(component: JsonObject, format: ParameterFormat): void {
  const type = componentType(component);
  if (type === "HEADER") checkHeader(component, format);
  if (type === "FOOTER") checkFooter(component);
  if (type === "BUTTONS") checkButtonsComponent(component, 10);
  if (type === "CAROUSEL") checkCarousel(component);
}

function checkBody(component: JsonObject, format: ParameterFormat, max: number): void {
  const rule = { where: "body", max, formatCode: 2388072, format };
  const text = checkedText(component["text"], rule);
  const variables = checkVariables(text, rule);
  checkRatio(text, variables, "body");
  checkSamples(component, "body", { variables, format });
}

function checkHeader(component: JsonObject, format: ParameterFormat): void {
  const kind = headerFormat(component);
  if (!kind) refuseTemplate(2388047, `header format ${String(component["format"])} is unknown`);
  if (MEDIA_FORMATS.includes(kind)) return checkSampleMedia(component);
  if (kind !== "TEXT") return;
  const rule = { where: "header", max: 60, formatCode: 2388047, format };
  const text = checkedText(component["text"], rule);
  if (/[*_~`\n]/.test(text.replace(/\{\{[^{}]*\}\}/g, ""))) {
    refuseTemplate(2388047, "header takes no markdown and no line breaks");
  }
  const names = Array.from(text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g), (match) => match[1] ?? "");
  if (names.length > 1) refuseTemplate(2388047, "header takes at most one variable");
  checkSamples(component, "header", { variables: names, format });
}

/** A media header needs a sample handle of the resumable upload: "4::…" (contract 1.9). */
function checkSampleMedia(component: JsonObject): void {
  const example = component["example"];
  const given: unknown = isObject(example) ? example["header_handle"] : undefined;
  const first: unknown = Array.isArray(given) ? given[0] : given;
  if (!textOrNull(first)?.startsWith("4::")) {
    refuseTemplate(100, "media header needs example.header_handle from an upload", 2388084);
  }
}

function checkFooter(component: JsonObject): void {
  const rule = { where: "footer", max: 60, formatCode: 2388073, format: "POSITIONAL" as const };
  const text = checkedText(component["text"], rule);
  if (text.includes("{{")) refuseTemplate(2388073, "footer takes no variables");
}

/** Above a carousel stands a body and nothing else: header and buttons belong to the cards (contract 4.1). */
function checkBesideCarousel(types: string[]): void {
  const other = types.find((type) => type !== "BODY" && type !== "CAROUSEL");
  if (other !== undefined) refuseTemplate(100, `a carousel takes no ${other} beside it`);
}

/** Limited-time offer: text up to 16, no footer, only a picture or video above (contract 1.4, 4.1). */
function checkOfferParts(components: JsonObject[], types: string[]): void {
  const offer = components[types.indexOf("LIMITED_TIME_OFFER")]?.["limited_time_offer"];
  const rule = { where: "offer", max: 16, formatCode: 100, format: "POSITIONAL" as const };
  checkedText(isObject(offer) ? offer["text"] : undefined, rule);
  if (types.includes("FOOTER")) refuseTemplate(2388073, "an offer takes no footer");
  const header = components[types.indexOf("HEADER")];
  const kind = header ? headerFormat(header) : "IMAGE";
  if (kind !== "IMAGE" && kind !== "VIDEO") {
    refuseTemplate(2388047, "an offer takes only a picture or a video as header");
  }
  checkOfferButtons(components[types.indexOf("BUTTONS")]);
}

/** 2 to 10 cards with the same components, body up to 160, at most 2 buttons (contract 1.4, 4.1). */
function checkCarousel(component: JsonObject): void {
  const cards = objectsOrNull(component["cards"]);
  if (!cards || cards.length < 2 || cards.length > 10) {
    refuseTemplate(100, "a carousel has 2 to 10 cards");
  }
  const parts = cards.map((card) => objectsOrNull(card["components"]) ?? []);
  const kinds = parts.map((list) => list.map(kindOf).join(","));
  if (new Set(kinds).size > 1) refuseTemplate(100, "all cards must have the same components");
  for (const list of parts) checkCard(list);
}

function kindOf(component: JsonObject): string {
  const type = componentType(component);
  if (type === "HEADER") return `HEADER:${headerFormat(component) ?? ""}`;
  const buttons = objectsOrNull(component["buttons"]) ?? [];
  return `${type}:${buttons.map((button) => String(button["type"]).toUpperCase()).join("+")}`;
}

function checkCard(components: JsonObject[]): void {
  const header = components.find((component) => componentType(component) === "HEADER");
  const kind = header ? headerFormat(header) : null;
  if (!header || !kind || !CARD_HEADERS.includes(kind)) {
    refuseTemplate(2388047, "a card needs a picture, a video or a product as header");
  }
  checkHeader(header, "POSITIONAL");
  for (const component of components) {
    const type = componentType(component);
    if (!CARD_TYPES.includes(type)) refuseTemplate(100, `a card takes no ${type}`);
    if (type === "BODY") checkBody(component, "POSITIONAL", 160);
    if (type === "BUTTONS") checkButtonsComponent(component, 2);
  }
}
