import type { TemplateLanguage } from "../template.types.ts";
import { de } from "./de.rules.ts";
import { en } from "./en.rules.ts";
import { es } from "./es.rules.ts";
import { fr } from "./fr.rules.ts";
import { it } from "./it.rules.ts";
import { nl } from "./nl.rules.ts";
import { pl } from "./pl.rules.ts";
import { ptBr } from "./pt-br.rules.ts";
import type { LanguageTexts } from "./texts.types.ts";

/** The ready-made texts of every language. */
export const TEXTS: Readonly<Record<TemplateLanguage, LanguageTexts>> = {
  en,
  de,
  fr,
  es,
  it,
  nl,
  pt_BR: ptBr,
  pl,
};
