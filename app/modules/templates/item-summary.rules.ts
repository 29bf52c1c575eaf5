import { templateLanguageOf } from "./language.rules.ts";
import type { TemplateLanguage } from "./template.types.ts";

const MORE: Readonly<Record<TemplateLanguage, Readonly<Record<string, string>>>> = {
  en: { one: "and # more item", other: "and # more items" },
  de: { one: "und # weiterer Artikel", other: "und # weitere Artikel" },
  fr: { one: "et # autre article", other: "et # autres articles" },
  es: { one: "y # artículo más", other: "y # artículos más" },
  it: { one: "e un altro articolo", other: "e altri # articoli" },
  nl: { one: "en nog # artikel", other: "en nog # artikelen" },
  pt_BR: { one: "e mais # item", other: "e mais # itens" },
  pl: {
    one: "i jeszcze # produkt",
    few: "i jeszcze # produkty",
    other: "i jeszcze # produktów",
  },
};
const SOMETHING: Readonly<Record<TemplateLanguage, string>> = {
  en: "your selection",
  de: "deine Auswahl",
  fr: "votre sélection",
  es: "tu selección",
  it: "la tua selezione",
  nl: "je selectie",
  pt_BR: "sua seleção",
  pl: "Twój wybór",
};

/**
 * What a cart holds, in a few words of the language: "Linen shirt and 2 more items". Counts lines,
 * not pieces: three of the same shirt are one item.
 */
export function itemSummary(titles: readonly string[], language: string): string {
  const tongue = templateLanguageOf(language) ?? "en";
  const named = titles.map((title) => title.trim()).filter(Boolean);
  const [first] = named;
  if (first === undefined) return SOMETHING[tongue];
  const more = titles.length - 1;
  if (more === 0) return first;
  const plural = new Intl.PluralRules(tongue.replace("_", "-")).select(more);
  const words = MORE[tongue][plural] ?? MORE[tongue]["other"] ?? "";
  return `${first} ${words.replace("#", String(more))}`;
}
