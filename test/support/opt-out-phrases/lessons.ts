import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { fillPullText, pullTexts } from "#app/modules/optin/pull/pull-texts.rules.ts";
import { phrasesOf } from "./batch.ts";
import { blindPhrases } from "./blind.ts";
import { eighteenth } from "./lessons/eighteenth/index.ts";
import { eighth } from "./lessons/eighth/index.ts";
import { eleventh } from "./lessons/eleventh/index.ts";
import { fifth } from "./lessons/fifth/index.ts";
import { fifteenth } from "./lessons/fifteenth/index.ts";
import { first } from "./lessons/first/index.ts";
import { fourteenth } from "./lessons/fourteenth/index.ts";
import { fourth } from "./lessons/fourth/index.ts";
import { ninth } from "./lessons/ninth/index.ts";
import { second } from "./lessons/second/index.ts";
import { seventeenth } from "./lessons/seventeenth/index.ts";
import { seventh } from "./lessons/seventh/index.ts";
import { sixth } from "./lessons/sixth/index.ts";
import { sixteenth } from "./lessons/sixteenth/index.ts";
import { tenth } from "./lessons/tenth/index.ts";
import { thirteenth } from "./lessons/thirteenth/index.ts";
import { third } from "./lessons/third/index.ts";
import { twelfth } from "./lessons/twelfth/index.ts";
import { OWN_PHRASES } from "./own.ts";
import type { LabelledPhrase, PhraseLabel, PhraseLanguage } from "./phrase.types.ts";

const SHOPS = ["Leinenwerk", "Kaffee Nord", "Atelier Rosa", "North & Sons", "Sklep Lniany"];
const GREETINGS = ["Hello, ", "Hallo, ", "Guten Tag, ", "Bonjour, ", "Hola! ", "Ciao. ", "Hi\n"];
/** Every so many phrases one is learned with a greeting in front, too. */
const GREETED_EVERY = 3;

const languageOf = (locale: string): PhraseLanguage => {
  const [language] = locale.split("-");
  return language === "de" || language === "fr" || language === "es" ? language : "en";
};

const SHORTEST_START = 4;

/** A sentence, and what is left when its end is cut off. */
function startsOf(text: string): string[] {
  const words = text.split(" ").filter((word) => word !== "");
  return words.slice(SHORTEST_START).map((_, at) => words.slice(0, at + SHORTEST_START).join(" "));
}

/** What people send who agree: full of the words of a "no", and none. */
const agreements = wordingLocales.flatMap((locale) =>
  SHOPS.flatMap((shop, at): LabelledPhrase[] => {
    const code = `WA-${at}K3F${at}`;
    const text = fillPullText(pullTexts[locale].prefilled, { shop, code });
    const texts = [
      text,
      text.replace(code, ""),
      ...startsOf(at % 2 === 0 ? text : text.replace(shop, "")),
    ];
    const language = languageOf(locale);
    return texts.map((one) => ({ text: one, language, label: "ordinary" }));
  }),
);

const batches = [
  first,
  second,
  third,
  fourth,
  fifth,
  sixth,
  seventh,
  eighth,
  ninth,
  tenth,
  eleventh,
  twelfth,
  thirteenth,
  fourteenth,
  fifteenth,
  sixteenth,
  seventeenth,
  eighteenth,
];
const sameWords = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[.!?\s]+/g, " ")
    .trim();

const wordsIn = (text: string) => text.split(" ").length;

/** Where hands disagree about the very same words, the first of them is right. */
function agreed(phrases: readonly LabelledPhrase[]): LabelledPhrase[] {
  const labels = new Map<string, PhraseLabel>();
  for (const { text, label } of phrases) {
    const words = sameWords(text);
    if (!labels.has(words)) labels.set(words, label);
  }
  return phrases.filter(({ text, label }) => labels.get(sameWords(text)) === label);
}

/** What anybody would write stands on both sides; a whole sentence of the blind half is never learned. */
const LONGEST_OF_ANYBODY = 4;
const blindSentences = new Set(
  blindPhrases
    .map(({ text }) => sameWords(text))
    .filter((text) => wordsIn(text) > LONGEST_OF_ANYBODY),
);

const written = agreed([...OWN_PHRASES, ...batches.flatMap(phrasesOf)]).filter(
  ({ text }) => !blindSentences.has(sameWords(text)),
);

const greeted = written
  .filter((_, at) => at % GREETED_EVERY === 0)
  .map((phrase, at) => ({
    ...phrase,
    text: `${GREETINGS[at % GREETINGS.length] ?? ""}${phrase.text}`,
  }));

/** One of so many phrases is learned behind an ordinary one, too: "the parcel came, thanks. Write no more." */
const TOLD_BEHIND_EVERY = 3;

const ordinary = Map.groupBy(
  written.filter(({ label }) => label === "ordinary"),
  ({ language }) => language,
);
/** Any far step that shares no factor with the number of phrases mixes them well. */
const FAR = 7919;

/** Two things in one message; what is no "no" by itself does not become one. */
const toldTogether = written
  .filter(({ label }, at) => at % TOLD_BEHIND_EVERY === 1 && label !== "unclear")
  .flatMap((phrase, at) => {
    const others = ordinary.get(phrase.language) ?? [];
    const other = others[(at * FAR) % others.length];
    return other ? [{ ...phrase, text: `${other.text}. ${phrase.text}` }] : [];
  });

/**
 * All that the weights are learned from: the phrases that the rules were written with, and batches by several hands.
 * The first batch and the fifteenth were blind once; they are lessons since they had been scored.
 */
export const LESSONS: readonly LabelledPhrase[] = [
  ...written,
  ...greeted,
  ...toldTogether,
  ...agreements,
];
