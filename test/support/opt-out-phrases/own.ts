/** The half of the labelled phrases that the rules may be mended by; the other half nobody tunes on. */
import { DUTCH } from "./own/dutch.ts";
import { ENGLISH } from "./own/english.ts";
import { FRENCH } from "./own/french.ts";
import { GERMAN } from "./own/german.ts";
import { ITALIAN } from "./own/italian.ts";
import { POLISH } from "./own/polish.ts";
import { PORTUGUESE } from "./own/portuguese.ts";
import { SPANISH } from "./own/spanish.ts";
import { TURKISH } from "./own/turkish.ts";
import type {
  LabelledPhrase,
  PhrasesByLabel,
  PhraseLabel,
  PhraseLanguage,
} from "./phrase.types.ts";

const LABELS: readonly PhraseLabel[] = ["stop", "ordinary", "unclear"];

const BY_LANGUAGE: readonly (readonly [PhraseLanguage, PhrasesByLabel])[] = [
  ["nl", DUTCH],
  ["en", ENGLISH],
  ["fr", FRENCH],
  ["de", GERMAN],
  ["it", ITALIAN],
  ["pl", POLISH],
  ["pt", PORTUGUESE],
  ["es", SPANISH],
  ["tr", TURKISH],
];

export const OWN_PHRASES: readonly LabelledPhrase[] = BY_LANGUAGE.flatMap(([language, phrases]) =>
  LABELS.flatMap((label) => phrases[label].map((text) => ({ text, language, label }))),
);
