// Written by somebody who has not seen the rules that recognise an opt-out. These phrases only
// measure the rules: never tune on them, and never copy one of them into the rules.
import { de } from "./blind/de.ts";
import { en } from "./blind/en.ts";
import { es } from "./blind/es.ts";
import { fr } from "./blind/fr.ts";
import { it } from "./blind/it.ts";
import { nl } from "./blind/nl.ts";
import { pl } from "./blind/pl.ts";
import { pt } from "./blind/pt.ts";
import { tr } from "./blind/tr.ts";
import type { LabelledPhrase, PhraseLanguage, PhrasesByLabel } from "./phrase.types.ts";

const labelled = (language: PhraseLanguage, phrases: PhrasesByLabel): LabelledPhrase[] => [
  ...phrases.stop.map((text): LabelledPhrase => ({ text, language, label: "stop" })),
  ...phrases.ordinary.map((text): LabelledPhrase => ({ text, language, label: "ordinary" })),
  ...phrases.unclear.map((text): LabelledPhrase => ({ text, language, label: "unclear" })),
];

export const blindPhrases: readonly LabelledPhrase[] = [
  ...labelled("en", en),
  ...labelled("de", de),
  ...labelled("fr", fr),
  ...labelled("es", es),
  ...labelled("it", it),
  ...labelled("nl", nl),
  ...labelled("pt", pt),
  ...labelled("pl", pl),
  ...labelled("tr", tr),
];
