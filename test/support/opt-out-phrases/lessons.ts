import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { fillPullText, pullTexts } from "#app/modules/optin/pull/pull-texts.rules.ts";
import { phrasesOf } from "./batch.ts";
import { first } from "./lessons/first/index.ts";
import { fourth } from "./lessons/fourth/index.ts";
import { second } from "./lessons/second/index.ts";
import { third } from "./lessons/third/index.ts";
import { OWN_PHRASES } from "./own.ts";
import type { LabelledPhrase, PhraseLanguage } from "./phrase.types.ts";

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

const written = [...OWN_PHRASES, ...[first, second, third, fourth].flatMap(phrasesOf)];

const greeted = written
  .filter((_, at) => at % GREETED_EVERY === 0)
  .map((phrase, at) => ({
    ...phrase,
    text: `${GREETINGS[at % GREETINGS.length] ?? ""}${phrase.text}`,
  }));

/**
 * All that the weights are learned from: the phrases that the rules were written with, and batches by several hands.
 * The first batch was blind once; it was opened when it had been scored.
 */
export const LESSONS: readonly LabelledPhrase[] = [...written, ...greeted, ...agreements];
