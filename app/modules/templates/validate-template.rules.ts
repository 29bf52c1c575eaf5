import { type TemplateComponent, templateLanguages } from "./template.types.ts";
import { buttonsFindings } from "./validation/buttons.rules.ts";
import {
  type Finding,
  found,
  type TemplateDraft,
  type ValidationContext,
} from "./validation/finding.types.ts";
import {
  bodyFindings,
  carouselFindings,
  footerFindings,
  headerFindings,
  offerFindings,
} from "./validation/parts.rules.ts";
import { wordingFindings } from "./validation/wording.rules.ts";

const TYPES = ["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"];
const BODY_MAX = 1024;
const OFFER_BODY_MAX = 600;
const MOST_BUTTONS = 10;

function listFindings(components: readonly TemplateComponent[]): Finding[] {
  const types = components.map(({ type }) => type);
  const unknown = types.find((type) => !TYPES.includes(type));
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  const place = { part: "template" } as const;
  return [
    ...(unknown === undefined ? [] : [found("component_unknown", place, { type: unknown })]),
    ...(twice === undefined ? [] : [found("component_twice", place, { type: twice })]),
    ...(types.includes("BODY") ? [] : [found("body_missing", { part: "body" })]),
  ];
}

function partFindings(component: TemplateComponent, draft: TemplateDraft, max: number): Finding[] {
  const { parameterFormat: format } = draft;
  switch (component.type) {
    case "HEADER":
      return headerFindings(component, { part: "header" }, format);
    case "BODY":
      return bodyFindings(component, { part: "body" }, { format, max });
    case "FOOTER":
      return footerFindings(component);
    case "BUTTONS":
      return buttonsFindings(component, { part: "buttons" }, MOST_BUTTONS);
    default:
      return [];
  }
}

/**
 * Everything that Meta would refuse or reject in a template as far as its rules are known (contract 4.3,
 * 4.4), and what we ask of every template ourselves; told before it is submitted.
 */
export function validateTemplate(
  draft: TemplateDraft,
  context: ValidationContext = { others: [] },
): Finding[] {
  const { components, language } = draft;
  const parts = new Map(components.map((component) => [component.type, component]));
  const max = parts.has("LIMITED_TIME_OFFER") ? OFFER_BODY_MAX : BODY_MAX;
  const isKnown = templateLanguages.some((known) => known === language);
  return [
    ...(isKnown ? [] : [found("language_unknown", { part: "template" }, { language })]),
    ...listFindings(components),
    ...components.flatMap((component) => partFindings(component, draft, max)),
    ...offerFindings(parts),
    ...carouselFindings(parts),
    ...wordingFindings(draft, context),
  ];
}

/** Whether nothing stands against submitting it. */
export function mayBeSubmitted(findings: readonly Finding[]): boolean {
  return !findings.some(({ severity }) => severity === "error");
}
