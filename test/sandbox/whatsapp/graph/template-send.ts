import { isObject, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import { templateKey } from "../templates/template-store.ts";
import type { Template } from "../templates/template.types.ts";
import { refuse } from "./refusal.ts";
import { checkCarousel } from "./template-carousel.ts";
import { checkOffer } from "./template-offer.ts";
import { checkCardParts, componentsByType } from "./template-parts.ts";

const BODY_MAX = 1024;
const OFFER_BODY_MAX = 600;
const FIELDS = new Set(["name", "language", "components", "namespace"]);

export type TemplateSend = { template: Template; pictureLink: string | null };

/** Checks a template send against the template as it was approved (contract 1.4). */
export function checkTemplateSend(state: State, wabaId: string, content: JsonObject): TemplateSend {
  for (const field of Object.keys(content)) {
    if (!FIELDS.has(field)) refuse(100, `Unexpected key "template[${field}]"`);
  }
  const template = findTemplate(state, wabaId, content);
  const groups = componentsByType(content["components"]);
  const { shape, parameterFormat: format } = template;
  const pictureLink = checkCardParts({
    state,
    wabaId,
    format,
    where: "",
    card: shape,
    groups,
    bodyMax: shape.offer ? OFFER_BODY_MAX : BODY_MAX,
  });
  checkOffer(shape.offer, groups.get("limited_time_offer")?.[0], state.now().getTime());
  const fromCards = checkCarousel({ state, wabaId, shape, component: groups.get("carousel")?.[0] });
  return { template, pictureLink: pictureLink ?? fromCards };
}

/** The approved template of this name and language; Meta never falls back to another language. */
function findTemplate(state: State, wabaId: string, content: JsonObject): Template {
  const name = textOrNull(content["name"]);
  if (!name) refuse(131008, "template[name] is required");
  const language = content["language"];
  if (language === undefined) refuse(131008, "template[language] is required");
  if (!isObject(language)) refuse(100, "template[language] must be a JSON object with a code");
  const code = textOrNull(language["code"]);
  if (!code) refuse(131008, "template[language][code] is required");
  const policy = language["policy"];
  if (policy !== undefined && policy !== "deterministic") {
    refuse(131009, "template[language][policy] must be 'deterministic'");
  }
  const template = state.templates.get(templateKey(wabaId, name, code));
  if (!template) refuse(132001, `template name (${name}) does not exist in ${code}`);
  if (template.status === "PAUSED") refuse(132015, `template ${name} (${code}) is paused`);
  if (template.status === "DISABLED") refuse(132016, `template ${name} (${code}) is disabled`);
  if (template.status !== "APPROVED") {
    refuse(132001, `template ${name} (${code}) is not approved: ${template.status}`);
  }
  return template;
}
