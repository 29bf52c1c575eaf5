export type PhraseLanguage = "en" | "de" | "fr" | "es" | "it" | "nl" | "pt" | "pl" | "tr";

export type PhraseLabel = "stop" | "ordinary" | "unclear";

/** Something a shopper typed, with what a careful human takes it to mean. */
export interface LabelledPhrase {
  text: string;
  language: PhraseLanguage;
  label: PhraseLabel;
}

/** The phrases of one language, sorted by what they mean. */
export type PhrasesByLabel = Readonly<Record<PhraseLabel, readonly string[]>>;
