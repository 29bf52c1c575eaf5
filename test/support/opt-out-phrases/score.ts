import type { LabelledPhrase, PhraseLabel } from "./phrase.types.ts";

export interface Score {
  /** of what was taken for a stop, how much was one */
  precision: number;
  /** of the stops, how many were heard */
  recall: number;
  /** left to a human, of all and of the ordinary ones */
  unclear: number;
  unclearOfOrdinary: number;
}

/** How well a reader of phrases agrees with their labels. */
export function scoreOf(
  phrases: readonly LabelledPhrase[],
  read: (text: string) => PhraseLabel,
): Score {
  const answers = phrases.map(({ text, label }) => ({ label, answer: read(text) }));
  const count = (label: PhraseLabel | null, answer: PhraseLabel | null) =>
    answers.filter(
      (one) => (label ?? one.label) === one.label && (answer ?? one.answer) === one.answer,
    ).length;
  return {
    precision: count("stop", "stop") / count(null, "stop"),
    recall: count("stop", "stop") / count("stop", null),
    unclear: count(null, "unclear") / phrases.length,
    unclearOfOrdinary: count("ordinary", "unclear") / count("ordinary", null),
  };
}
