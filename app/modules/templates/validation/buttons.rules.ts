import type { TemplateButton, TemplateComponent } from "../template.types.ts";
import { type Finding, found, type Place } from "./finding.types.ts";
import { characters } from "./text.rules.ts";

const LABEL_MAX = 25;
const URL_MAX = 2000;
const PHONE_MAX = 20;
/** How many buttons of a type a template may have (contract 4.3). */
const MOST: ReadonlyMap<string, number> = new Map([
  ["QUICK_REPLY", 10],
  ["URL", 2],
  ["PHONE_NUMBER", 1],
  ["COPY_CODE", 1],
]);
/** Ways around the link's own name; `wa.me` is refused like them (contract 4.4, rule 7). */
const SHORTENER =
  /^https?:\/\/(www\.)?(wa\.me|bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|ow\.ly|cutt\.ly|rb\.gy|t\.ly|shorturl\.at)(\/|$)/i;

function firstSample({ example }: TemplateButton): string | undefined {
  return Array.isArray(example) ? example[0] : example;
}

function urlFindings(button: TemplateButton, place: Place): Finding[] {
  const { url = "" } = button;
  if (!/^https?:\/\/[^\s/]/.test(url)) return [found("url_invalid", place)];
  const variables = url.match(/\{\{[^{}]*\}\}/g) ?? [];
  const isPlaced = variables.length === 0 || (variables.length === 1 && url.endsWith("{{1}}"));
  return [
    ...(characters(url) > URL_MAX ? [found("url_too_long", place, { max: URL_MAX })] : []),
    ...(SHORTENER.test(url) ? [found("url_shortener", place)] : []),
    ...(isPlaced ? [] : [found("url_variable", place)]),
    ...(variables.length > 0 && !firstSample(button) ? [found("url_sample", place)] : []),
  ];
}

function labelFindings({ text }: TemplateButton, place: Place): Finding[] {
  if (!text?.trim()) return [found("label_missing", place)];
  const values = { label: text, max: LABEL_MAX };
  return characters(text) > LABEL_MAX ? [found("label_too_long", place, values)] : [];
}

function buttonFindings(button: TemplateButton, place: Place): Finding[] {
  switch (button.type) {
    case "QUICK_REPLY":
      return labelFindings(button, place);
    case "URL":
      return [...labelFindings(button, place), ...urlFindings(button, place)];
    case "PHONE_NUMBER": {
      const { phone_number: phone } = button;
      const fits = phone && characters(phone) <= PHONE_MAX;
      return [...labelFindings(button, place), ...(fits ? [] : [found("phone_invalid", place)])];
    }
    case "COPY_CODE": {
      const fits = /^[A-Za-z0-9]{1,15}$/.test(firstSample(button) ?? "");
      return fits ? [] : [found("coupon_sample", place)];
    }
    default:
      return [found("button_unknown", place, { type: button.type })];
  }
}

/** Quick replies stand together, before or after all others (contract 4.3). */
function groupingFindings(list: readonly TemplateButton[], place: Place): Finding[] {
  const isReply = list.map(({ type }) => type === "QUICK_REPLY");
  const changes = isReply.filter((one, index) => index > 0 && one !== isReply[index - 1]).length;
  return changes > 1 ? [found("replies_apart", place)] : [];
}

/** Numbers, labels, targets and grouping of buttons (contract 4.3). @param most 10, in a card 2 */
export function buttonsFindings(component: TemplateComponent, place: Place, most: number) {
  const list = component.buttons ?? [];
  if (list.length === 0) return [found("buttons_missing", place)];
  const perType = [...MOST].flatMap(([type, max]) => {
    const count = list.filter((button) => button.type === type).length;
    return count > max ? [found("buttons_of_type", place, { type, max })] : [];
  });
  return [
    ...(list.length > most ? [found("buttons_many", place, { max: most })] : []),
    ...perType,
    ...groupingFindings(list, place),
    ...list.flatMap((button) => buttonFindings(button, place)),
  ];
}
