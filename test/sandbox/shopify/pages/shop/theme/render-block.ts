import { Liquid } from "liquidjs";
import { Html } from "../html.ts";
import type { Visitor } from "../visitor.ts";
import { splitBlock } from "./block-schema.ts";
import { wordingOfApp } from "./published-wording.ts";
import { textAt, THEME_SNIPPETS, themeBlock, themeTexts } from "./theme-files.ts";

/** Something that an app adds to a page of the theme: its markup, and the files it needs there. */
export type ThemePart = { markup: Html; styles: string[]; scripts: string[] };

/** Where the merchant put it, by the template's name in Shopify. */
export type Template = "product" | "cart" | "index";

const escapeHtml = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** `t` as Shopify has it: gaps are filled with escaped values, a missing text or value is an error here. */
function translate(lang: string) {
  const texts = themeTexts(lang);
  return (path: unknown, ...given: [string, unknown][]) => {
    const values = new Map(given);
    return textAt(texts, String(path)).replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
      if (!values.has(name)) throw new Error(`${String(path)} lacks a value for ${name}`);
      return escapeHtml(String(values.get(name)));
    });
  };
}

function engineFor(lang: string): Liquid {
  const engine = new Liquid({
    root: THEME_SNIPPETS,
    extname: ".liquid",
    strictFilters: true,
    ownPropertyOnly: true,
  });
  engine.registerFilter("t", translate(lang));
  return engine;
}

/** Objects that every snippet sees, as far as blocks here ask for them. */
function globalsOf({ data, lang }: Visitor): object {
  const { shop } = data;
  return {
    shop: { name: shop.name, privacy_policy: { url: shop.privacyUrl } },
    app: { metafields: { beckon: { consent_wording: { value: wordingOfApp(data) } } } },
    localization: { country: { iso_code: "DE" }, language: { iso_code: lang } },
    request: { locale: { iso_code: lang } },
    routes: { root_url: "/" },
  };
}

/** Draws an app block or embed as the theme does. A block on a template that its schema excludes is refused. */
export function themePart(
  visitor: Visitor,
  { name, template }: { name: string; template: Template },
): ThemePart {
  const { markup, schema } = splitBlock(themeBlock(name));
  if (schema.enabled_on && !schema.enabled_on.templates.includes(template)) {
    throw new Error(`The block ${name} is not for the template ${template}`);
  }
  const settings = Object.fromEntries(schema.settings.map((one) => [one.id, one.default ?? ""]));
  const block = { id: `${template}_${name}`, settings, shopify_attributes: "" };
  const scope = { block };
  const drawn: unknown = engineFor(visitor.lang).parseAndRenderSync(markup, scope, {
    globals: globalsOf(visitor),
  });
  return {
    markup: new Html(String(drawn)),
    styles: schema.stylesheet ? [schema.stylesheet] : [],
    scripts: schema.javascript ? [schema.javascript] : [],
  };
}
