import { z } from "zod";
import type { ParameterFormat, TemplateCard, TemplateComponent } from "../template.types.ts";
import { buttonsFindings } from "./buttons.rules.ts";
import { type Finding, found, type Place } from "./finding.types.ts";
import { ratioFindings, sampleFindings, textFindings, variableFindings } from "./text.rules.ts";

const HEADER_MAX = 60;
const FOOTER_MAX = 60;
const CARD_BODY_MAX = 160;
const OFFER_MAX = 16;
const MEDIA = ["IMAGE", "VIDEO", "DOCUMENT"];
const handles = z.object({ header_handle: z.array(z.string().startsWith("4::")).min(1) });

export function bodyFindings(
  component: TemplateComponent,
  place: Place,
  of: { format: ParameterFormat; max: number },
): Finding[] {
  const { text = "" } = component;
  return [
    ...textFindings(component.text, place, of.max),
    ...variableFindings(text, place, of.format),
    ...ratioFindings(text, place),
    ...sampleFindings(component, place, { kind: "body", format: of.format }),
  ];
}

function textHeaderFindings(
  component: TemplateComponent,
  place: Place,
  format: ParameterFormat,
): Finding[] {
  const { text = "" } = component;
  const bare = text.replaceAll(/\{\{[^{}]*\}\}/g, "");
  return [
    ...textFindings(component.text, place, HEADER_MAX),
    ...(/[*_~`\n]/.test(bare) ? [found("header_markdown", place)] : []),
    ...((text.match(/\{\{[^{}]*\}\}/g) ?? []).length > 1 ? [found("header_variables", place)] : []),
    ...sampleFindings(component, place, { kind: "header", format }),
  ];
}

export function headerFindings(
  component: TemplateComponent,
  place: Place,
  format: ParameterFormat,
): Finding[] {
  const kind = component.format ?? "TEXT";
  if (kind === "TEXT") return textHeaderFindings(component, place, format);
  if (kind === "LOCATION") return [];
  if (!MEDIA.includes(kind)) return [found("header_format", place)];
  return handles.safeParse(component.example).success ? [] : [found("header_sample", place)];
}

export function footerFindings(component: TemplateComponent): Finding[] {
  const place: Place = { part: "footer" };
  const hasVariable = component.text?.includes("{{") === true;
  return [
    ...textFindings(component.text, place, FOOTER_MAX),
    ...(hasVariable ? [found("footer_variables", place)] : []),
  ];
}

type Parts = ReadonlyMap<string, TemplateComponent>;

/** What may stand in a limited-time offer, and beside it (contract 1.4, 4.1). */
export function offerFindings(parts: Parts): Finding[] {
  const offer = parts.get("LIMITED_TIME_OFFER");
  if (!offer) return [];
  const header = parts.get("HEADER");
  const types = (parts.get("BUTTONS")?.buttons ?? []).map(({ type }) => type).join("+");
  return [
    ...textFindings(offer.limited_time_offer?.text, { part: "offer" }, OFFER_MAX),
    ...(parts.has("FOOTER") ? [found("offer_footer", { part: "footer" })] : []),
    ...(header && !["IMAGE", "VIDEO"].includes(header.format ?? "TEXT")
      ? [found("offer_header", { part: "header" })]
      : []),
    ...(["URL", "COPY_CODE+URL"].includes(types)
      ? []
      : [found("offer_buttons", { part: "buttons" })]),
  ];
}

function cardFindings(card: TemplateCard, number: number): Finding[] {
  const { components } = card;
  const at = (part: Place["part"]): Place => ({ part, card: number });
  const header = components.find(({ type }) => type === "HEADER");
  const hasPicture = header && ["IMAGE", "VIDEO"].includes(header.format ?? "TEXT");
  return [
    ...(hasPicture
      ? headerFindings(header, at("header"), "POSITIONAL")
      : [found("card_header", at("header"))]),
    ...components.flatMap((component) => {
      switch (component.type) {
        case "HEADER":
          return [];
        case "BODY":
          return bodyFindings(component, at("body"), { format: "POSITIONAL", max: CARD_BODY_MAX });
        case "BUTTONS":
          return buttonsFindings(component, at("buttons"), 2);
        default:
          return [found("card_part", at("carousel"), { type: component.type })];
      }
    }),
  ];
}

function kindsOf({ components }: TemplateCard): string {
  return JSON.stringify(
    components.map(({ type, format, buttons }) => [
      type,
      format ?? null,
      (buttons ?? []).map((button) => button.type),
    ]),
  );
}

/** 2 to 10 cards alike, each with a picture; nothing but a body above them (contract 1.4, 4.1). */
export function carouselFindings(parts: Parts): Finding[] {
  const carousel = parts.get("CAROUSEL");
  if (!carousel) return [];
  const place: Place = { part: "carousel" };
  const cards = carousel.cards ?? [];
  const other = [...parts.keys()].find((type) => type !== "BODY" && type !== "CAROUSEL");
  return [
    ...(cards.length < 2 || cards.length > 10 ? [found("cards_count", place)] : []),
    ...(new Set(cards.map(kindsOf)).size > 1 ? [found("cards_differ", place)] : []),
    ...(other === undefined ? [] : [found("carousel_beside", place, { type: other })]),
    ...cards.flatMap((card, index) => cardFindings(card, index + 1)),
  ];
}
