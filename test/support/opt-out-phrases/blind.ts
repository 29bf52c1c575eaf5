// Written by somebody who has seen neither the rules nor the other phrases. These only measure: nothing is ever
// mended by them or learned from them. Once somebody has looked at them, they are lessons, and new ones are needed.
import { phrasesOf } from "./batch.ts";
import { de } from "./blind/de.ts";
import { en } from "./blind/en.ts";
import { es } from "./blind/es.ts";
import { fr } from "./blind/fr.ts";
import { it } from "./blind/it.ts";
import { nl } from "./blind/nl.ts";
import { pl } from "./blind/pl.ts";
import { pt } from "./blind/pt.ts";
import { tr } from "./blind/tr.ts";
import type { LabelledPhrase } from "./phrase.types.ts";

export const blindPhrases: readonly LabelledPhrase[] = phrasesOf({
  en,
  de,
  fr,
  es,
  it,
  nl,
  pt,
  pl,
  tr,
});
