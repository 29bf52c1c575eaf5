import { REMINDER_TEXTS } from "./cart-reminder-texts.rules.ts";
import { itemSummary } from "./item-summary.rules.ts";
import { templateLanguageOf } from "./language.rules.ts";
import { OPT_OUT_PAYLOAD, type TemplateComponent, type TemplateValues } from "./template.types.ts";

/** Together with the fixed text these keep a body below 550 characters (contract 4.3). */
const MOST_CHARACTERS = { first_name: 40, shop_name: 60, item_summary: 150 } as const;

/**
 * A parameter as Meta takes it (contract 1.4): one line, no tabs, no runs of spaces, never empty,
 * not longer than its share of the body.
 */
export function parameterText(raw: string | null, max: number, fallback: string): string {
  const line = (raw ?? "").replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  if (line === "") return fallback;
  const characters = Array.from(line);
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

function parameters(values: TemplateValues, language: string): Record<string, string> {
  const tongue = templateLanguageOf(language) ?? "en";
  return {
    first_name: parameterText(
      values.firstName,
      MOST_CHARACTERS.first_name,
      REMINDER_TEXTS[tongue].nobody,
    ),
    shop_name: parameterText(values.shopName, MOST_CHARACTERS.shop_name, "Shop"),
    item_summary: parameterText(
      values.itemSummary,
      MOST_CHARACTERS.item_summary,
      itemSummary([], tongue),
    ),
  };
}

type SendComponent = Record<string, unknown>;

function header(component: TemplateComponent, values: TemplateValues): SendComponent[] {
  if (component.format !== "IMAGE") return [];
  if (values.pictureUrl === null) throw new Error("A template with a picture needs one");
  const image = { link: values.pictureUrl };
  return [{ type: "header", parameters: [{ type: "image", image }] }];
}

function body(component: TemplateComponent, texts: Record<string, string>): SendComponent[] {
  const names = Array.from((component.text ?? "").matchAll(/\{\{(\w+)\}\}/g), (m) => m[1] ?? "");
  const given = [...new Set(names)].map((name) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`The template asks for an unknown value: ${name}`);
    return { type: "text", parameter_name: name, text };
  });
  return given.length > 0 ? [{ type: "body", parameters: given }] : [];
}

function buttons(component: TemplateComponent, values: TemplateValues): SendComponent[] {
  return (component.buttons ?? []).flatMap((button, index): SendComponent[] => {
    const place = { type: "button", index: String(index) };
    if (button.type === "QUICK_REPLY") {
      const payload = { type: "payload", payload: OPT_OUT_PAYLOAD };
      return [{ ...place, sub_type: "quick_reply", parameters: [payload] }];
    }
    if (button.type !== "URL" || !button.url?.includes("{{")) return [];
    const suffix = { type: "text", text: values.linkCode };
    return [{ ...place, sub_type: "url", parameters: [suffix] }];
  });
}

/**
 * The `template` of a send request (contract 1.4): only dynamic parts become components.
 * @throws when the template asks for something that a message of ours does not carry
 */
export function renderTemplate(
  template: { name: string; language: string; components: readonly TemplateComponent[] },
  values: TemplateValues,
): Record<string, unknown> {
  const texts = parameters(values, template.language);
  const components = template.components.flatMap((component) => {
    switch (component.type) {
      case "HEADER":
        return header(component, values);
      case "BODY":
        return body(component, texts);
      case "BUTTONS":
        return buttons(component, values);
      default:
        return [];
    }
  });
  return { name: template.name, language: { code: template.language }, components };
}
