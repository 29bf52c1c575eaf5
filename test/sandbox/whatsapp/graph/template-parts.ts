import { objectsOrNull, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import type { ParameterFormat, TemplateCard } from "../templates/template.types.ts";
import { refuse } from "./refusal.ts";
import { checkButtons } from "./template-buttons.ts";
import { checkHeader } from "./template-header.ts";
import { fillPattern, parametersOf } from "./template-parameter.ts";

const ONCE = ["header", "body", "carousel", "limited_time_offer", "tap_target_configuration"];

export type CardParts = {
  state: State;
  wabaId: string;
  format: ParameterFormat;
  where: string;
  card: TemplateCard;
  groups: Map<string, JsonObject[]>;
  bodyMax: number;
};

/** Header, body and buttons: of the message itself or of one card. Answers the picture link to fetch. */
export function checkCardParts(parts: CardParts): string | null {
  const { state, wabaId, format, where, card, groups, bodyMax } = parts;
  const pictureLink = checkHeader({
    state,
    wabaId,
    format,
    where: `${where}header`,
    header: card.header,
    component: groups.get("header")?.[0],
  });
  const body = groups.get("body")?.[0];
  const place = `${where}body`;
  const pattern = card.body ?? { text: "", variables: [] };
  fillPattern(
    { where: place, pattern, format, max: bodyMax },
    body ? parametersOf(body, place) : [],
  );
  checkButtons(card.buttons, groups.get("button") ?? [], `${where}buttons`);
  return pictureLink;
}

/** Components by lower-case type; an unknown type or one that is given twice is refused. */
export function componentsByType(list: unknown): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  if (list === undefined) return groups;
  const components = objectsOrNull(list);
  if (!components) refuse(100, "template[components] must be an array of objects");
  for (const component of components) {
    const type = textOrNull(component["type"])?.toLowerCase();
    if (type === undefined) refuse(131008, "component type is missing");
    if (type !== "button" && !ONCE.includes(type)) refuse(100, `Unknown component type ${type}`);
    const group = groups.get(type);
    if (!group) groups.set(type, [component]);
    else if (type === "button") group.push(component);
    else refuse(132018, `component ${type} is given twice`);
  }
  return groups;
}
