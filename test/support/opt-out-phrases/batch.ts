import type { LabelledPhrase, PhraseLanguage, PhrasesByLabel } from "./phrase.types.ts";

/** What somebody wrote in all nine languages. */
export type Batch = Readonly<Record<PhraseLanguage, PhrasesByLabel>>;

const languages = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "tr"] as const;
const labels = ["stop", "ordinary", "unclear"] as const;

/** One after the other, with their labels. */
export function phrasesOf(batch: Batch): LabelledPhrase[] {
  return languages.flatMap((language) =>
    labels.flatMap((label) => batch[language][label].map((text) => ({ text, language, label }))),
  );
}
