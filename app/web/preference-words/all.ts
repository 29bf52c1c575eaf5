import { wordingLocale } from "#app/modules/consent/wording.rules.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { ptBr } from "./pt-br.ts";
import { tr } from "./tr.ts";
import type { PreferenceWords } from "./words.ts";

/** In every language in which shoppers are asked. */
export const PREFERENCE_WORDS: Readonly<Record<WordingLocale, PreferenceWords>> = {
  en,
  de,
  fr,
  es,
  it,
  nl,
  "pt-BR": ptBr,
  pl,
  tr,
};

/** "de-DE,de;q=0.9,en;q=0.8": the browser's languages, the dearest first. */
function acceptedLanguages(header: string | undefined): string[] {
  const ranges = (header ?? "").slice(0, 500).split(",");
  const weighed = ranges.map((range) => {
    const [name = "", ...parameters] = range.trim().split(";");
    const weight = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean);
    return { name, weight: Number(weight ?? 1) };
  });
  return weighed.toSorted((one, other) => other.weight - one.weight).map(({ name }) => name);
}

/** Portuguese of anywhere is understood better than English. */
function languageOf(name: string): WordingLocale | undefined {
  return wordingLocale(name) ?? (/^pt\b/i.test(name) ? "pt-BR" : undefined);
}

/** Asked for on the page, else the person's, else the browser's, else English. */
export function preferenceLanguage(wish: {
  asked: string | null;
  persons: string | null;
  accepted: string | undefined;
}): WordingLocale {
  const { asked, persons, accepted } = wish;
  const all = [asked, persons, ...acceptedLanguages(accepted)];
  const known = all.map((name) => (name ? languageOf(name) : undefined));
  return known.find((one) => one !== undefined) ?? "en";
}
