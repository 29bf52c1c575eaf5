import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { plain } from "#app/modules/consent/plain-words.rules.ts";
import { wordingLocales, type WordingLocale } from "#app/modules/consent/wording.types.ts";
import { codesIn, withoutCodes } from "./pull-code.rules.ts";
import { fillPullText, pullTexts } from "./pull-texts.rules.ts";

/**
 * What a message says about a pull link. `whole`: our sentence is there word for word, so all it names
 * is agreed to; else the person wrote it anew and the tracking of taps, which is a purpose of its own,
 * is not taken for granted.
 */
export type PullReading =
  | {
      readonly means: "consent";
      readonly code: string | null;
      readonly locale: WordingLocale | null;
      readonly whole: boolean;
    }
  | {
      readonly means: "other";
      readonly reason: "no_pull" | "question" | "denial" | "stop" | "perhaps_stop" | "too_long";
    };

/** Longer than any edited sentence: a forward, a complaint, a letter. */
const MOST_CHARACTERS = 1_000;
/** What may stand beside the whole sentence: a greeting, a name, a thank-you. */
const MOST_BESIDE = 200;

/** Words that deny or narrow, in the nine languages: whatever they refer to, a human decides. */
const DENIALS = new Set(
  `no not dont doesnt never cannot without only except but nein nicht nie niemals kein keine keinen keiner
  keinem keines ohne nur ausser aber lieber non pas jamais sans seulement sauf mais aucun aucune ne nunca sin
  solo excepto pero ningun ninguna tampoco mai senza soltanto solamente tranne ma nessun nessuna nee niet nooit
  zonder alleen behalve maar geen nao sem apenas exceto mas nenhum nenhuma nem nie bez tylko oprocz ale zaden
  zadne zadnych nigdy hayir degil sadece haric ama asla istemiyorum gondermeyin yok iptal`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** The sentences of this shop as they are compared: in plain words and without the code. */
function sentencesOf(shop: string): { locale: WordingLocale; words: string }[] {
  return wordingLocales.map((locale) => {
    const filled = fillPullText(pullTexts[locale].prefilled, { shop, code: "WA-AAAAA" });
    return { locale, words: plain(withoutCodes(filled)) };
  });
}

function cutOut(text: string, part: string): string {
  return part === "" ? text : ` ${text} `.replace(` ${part} `, " | ").trim();
}

function deniesIn(words: string): boolean {
  return words.split(" ").some((word) => DENIALS.has(word));
}

/** What is left to judge once our own words are taken away. */
function besideOf(text: string, shop: string) {
  const words = plain(withoutCodes(text));
  const sentence = sentencesOf(shop).find((one) => ` ${words} `.includes(` ${one.words} `));
  const rest = cutOut(cutOut(words, sentence?.words ?? ""), plain(shop));
  return { sentence, rest: rest.replaceAll("|", " ").replaceAll(/\s+/g, " ").trim() };
}

/** Why a message with a code or sentence of ours is no consent all the same. */
function reasonAgainst(text: string, rest: string, mostBeside: number) {
  if (text.length > MOST_CHARACTERS || rest.length > mostBeside) return "too_long";
  if (/[?？]/u.test(text)) return "question";
  if (deniesIn(rest)) return "denial";
  const { means } = readOptOut(rest);
  if (means === "stop") return "stop";
  return means === "ordinary" ? null : "perhaps_stop";
}

/**
 * Whether a message that somebody sent us is the consent of a pull link. Forgiving about everything that
 * WhatsApp, a keyboard or a hand does to the text; not about its meaning: a question, a denial or a "stop"
 * beside the code is none. Somebody who deletes the code has still sent the whole sentence.
 * @param codes the shop's codes, old ones too
 */
export function readPull(
  text: string,
  facts: { shop: string; codes: ReadonlySet<string> },
): PullReading {
  const code = codesIn(text).find((one) => facts.codes.has(one)) ?? null;
  const { sentence, rest } = besideOf(text, facts.shop);
  if (code === null && sentence === undefined) return { means: "other", reason: "no_pull" };
  const against = reasonAgainst(text, rest, sentence ? MOST_BESIDE : 2 * MOST_BESIDE);
  if (against !== null) return { means: "other", reason: against };
  return {
    means: "consent",
    code,
    locale: sentence?.locale ?? null,
    whole: sentence !== undefined,
  };
}
