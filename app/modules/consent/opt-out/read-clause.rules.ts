import type { Language } from "./languages.rules.ts";
import type { Part } from "./lexicon.types.ts";
import { coveredBy, isSkipped, type Item } from "./match-words.rules.ts";
import type { Said } from "./plain-text.rules.ts";

/** What one piece of a message says, in one language. */
export interface Reading {
  says: "stop" | "unclear" | "ordinary";
  /** "stop" and little else: a shout that what follows may explain ("Stop! I ordered the wrong size") */
  bare: boolean;
  /** asks for more of the same */
  keeps: boolean;
  /** is about goods or something that does not work */
  elsewhere: boolean;
  asks: boolean;
  topic: "reminders" | "recommendations" | null;
  /** how many words the language knows */
  known: number;
}

/** A piece of a message prepared for questions about it. */
interface Clause {
  all: readonly Item[];
  /** without grammar and courtesies */
  items: readonly Item[];
  unknown: number;
  asks: boolean;
  single: boolean;
  has: (...wanted: Part[]) => boolean;
  /** some part `a` with a part `b` at most so many items before or after */
  near: (a: readonly Part[], b: readonly Part[], reach?: number) => boolean;
}

const MESSAGES: readonly Part[] = ["messages", "reminders", "suggestions", "offers"];
const REACH = 4;

const isA = (item: Item | undefined, wanted: readonly Part[]) =>
  item !== undefined && wanted.some((part) => item.parts.has(part));

function clauseOf(all: readonly Item[], said: Said): Clause {
  const items = all.filter((item) => !isSkipped(item));
  const asksFirst = items.slice(0, 2).some((item) => item.parts.has("asks"));
  const requests = all.some((item) => item.parts.has("request"));
  return {
    all,
    items,
    unknown: items.filter((item) => item.parts.size === 0).length,
    asks: (said.asks && !requests) || (asksFirst && !requests),
    single: said.words.length === 1,
    has: (...wanted) => items.some((item) => isA(item, wanted)),
    near: (a, b, reach = REACH) =>
      items.some(
        (item, at) =>
          isA(item, a) &&
          items.slice(Math.max(0, at - reach), at + reach + 1).some((other) => isA(other, b)),
      ),
  };
}

/** "don't stop", "meldet mich nicht ab" */
function isNegated(items: readonly Item[], at: number): boolean {
  if (items.slice(Math.max(0, at - 2), at).some((item) => item.parts.has("not"))) return true;
  const goesOn: readonly Part[] = [...MESSAGES, "more", "contact", "send", "receive"];
  const after = items.slice(at + 1);
  return isA(after[0], ["not"]) && !after.some((item) => isA(item, goesOn));
}

/** Some such part that no "don't" turns around. */
function affirms(clause: Clause, wanted: readonly Part[], beside?: readonly Part[]): boolean {
  const { items } = clause;
  return items.some((item, at) => {
    if (!isA(item, wanted) || isNegated(items, at)) return false;
    if (!beside) return true;
    const before = items.slice(Math.max(0, at - REACH), at);
    return [...before, ...items.slice(at + 1, at + REACH + 1)].some((one) => isA(one, beside));
  });
}

/** "Stop", "please stop it now": nothing around it that could make it mean something else. */
function isBareStop({ all, items, asks, single }: Clause): boolean {
  if (asks && !single) return false;
  const strong: readonly Part[] = ["end", "leave"];
  const around: readonly Part[] = ["polite", "request", "more"];
  const core = items.findIndex((item) => isA(item, strong));
  if (core >= 0) {
    const allowed: readonly Part[] = [...around, ...strong, "alone", "self"];
    return !isNegated(items, core) && all.every((item) => isA(item, allowed));
  }
  const alone = all.filter((item) => isA(item, ["alone"]));
  return alone.length > 0 && all.every((item) => isA(item, ["polite", "alone"]));
}

/** Goods are named, and not only as what the messages are about ("no more messages about my order"). */
function isElsewhere({ items, has }: Clause): boolean {
  if (has("trouble", "keep")) return true;
  const goods = items.findIndex((item) => item.parts.has("other"));
  if (goods < 0) return false;
  const messages = items.findIndex((item) => isA(item, MESSAGES));
  const firm = has("more", "end", "contact", "leave", "revoke");
  return messages < 0 || messages > goods || !firm;
}

/** "stop the messages", "delete my number", "stop writing to me" */
function endsMessages(clause: Clause): boolean {
  if (clause.unknown > 4) return false;
  if (affirms(clause, ["leave"])) return true;
  if (affirms(clause, ["end"], [...MESSAGES, "contact", "receive", "revoke"])) return true;
  if (affirms(clause, ["end"], ["send"])) return clause.unknown <= 1;
  return (
    clause.unknown <= 3 &&
    affirms(clause, ["remove"], ["self", "messages", "reminders", "suggestions", "consent"])
  );
}

const REFUSALS: readonly Part[] = ["not", "none"];

/** Something beside the "no" shows that it is about sending, and not about what is there. */
function speaksOfSending({ has, near, unknown }: Clause): boolean {
  if (has("want")) return true;
  // "I received no message": a report, no refusal
  if (has("got")) return false;
  if (near(["not"], ["contact", "send"], 3) || (has("receive") && has("more"))) return true;
  return has("send") && near(["none"], MESSAGES, 1) && unknown === 0;
}

/** Nothing but the "no" and the messages: "keine Werbung". Offers may be missing; grammar tells more. */
function isAllRefusal({ has, all, unknown }: Clause): boolean {
  const plainly: readonly Part[] = [...REFUSALS, ...MESSAGES, "polite", "self", "law", "receive"];
  const grammar: readonly Part[] = has("messages", "reminders", "suggestions") ? ["filler"] : [];
  return unknown === 0 && all.every((item) => isA(item, [...plainly, ...grammar]));
}

/** "no more messages", "I don't want ads", "keine Werbung" */
function refusesMessages(clause: Clause): boolean {
  if (clause.unknown > 4 || !clause.near(REFUSALS, MESSAGES)) return false;
  if (speaksOfSending(clause)) return true;
  if (clause.has("got") || clause.unknown > 1) return false;
  return clause.has("more") || isAllRefusal(clause);
}

/** "don't write to me" */
function refusesWriting({ has, near, unknown }: Clause): boolean {
  const known = has("more", "self", ...MESSAGES) ? 3 : 0;
  return near(["not"], ["contact"], 3) && unknown <= known;
}

/** "don't send me this any more"; "Bitte nicht schicken, ich hole es ab" may be about goods. */
function refusesSending({ has, near, unknown }: Clause): boolean {
  const about = has("more", "self") || near(["not"], ["send"], 0);
  return near(["not"], ["send"], 3) && about && unknown <= (has("more") ? 2 : 0);
}

/** "I don't want to receive this any more" */
function refusesReceiving({ has, near, unknown }: Clause): boolean {
  const wanted = has("more") || (has("want") && unknown === 0);
  return near(["not"], ["receive"], 3) && wanted && !has("got") && unknown <= 2;
}

const refusesContact = (clause: Clause) =>
  refusesWriting(clause) || refusesSending(clause) || refusesReceiving(clause);

/** "I withdraw my consent", "GDPR: delete my data" */
function objects({ has, near, unknown }: Clause): boolean {
  if (unknown > 7) return false;
  if (near(["revoke"], ["consent", "law", "self", ...MESSAGES])) return true;
  if (near(["retract"], ["consent"])) return true;
  if (has("law") && has("revoke", "remove", "end", "leave")) return true;
  return near(["not"], ["consent"], 3) && unknown <= 2;
}

/** Which of the topics alone a refusal names. "No more offers" is how people say "no advertising": all. */
function topicOf({ items, has }: Clause): Reading["topic"] {
  if (has("offers", "leave", "consent", "law")) return null;
  const named = items.filter((item) => isA(item, MESSAGES));
  if (named.length === 0) return null;
  if (named.every((item) => item.parts.has("reminders"))) return "reminders";
  return named.every((item) => item.parts.has("suggestions")) ? "recommendations" : null;
}

/** "Please don't stop sending these": the "don't" belongs to the stop. */
function keepsFromEnding({ items }: Clause): boolean {
  const ends: readonly Part[] = ["end", "leave"];
  return items.some((item, at) => isA(item, ends) && isNegated(items, at));
}

function isStop(clause: Clause): boolean {
  if (isElsewhere(clause)) return false;
  if (endsMessages(clause) || objects(clause)) return true;
  return !keepsFromEnding(clause) && (refusesMessages(clause) || refusesContact(clause));
}

/** Tired of it, or puzzled by it, without saying that it shall end. */
function isUnclear(clause: Clause, language: Language, words: readonly string[]): boolean {
  const { all, has, asks } = clause;
  const unknownOutside = (covered: ReadonlySet<number>) =>
    all.filter((item) => item.parts.size === 0 && !covered.has(item.from)).length;
  const puzzled = coveredBy(language.puzzled, words);
  if (puzzled.size > 0 && !has("other") && unknownOutside(puzzled) <= 3) return true;
  const enough = coveredBy(language.enough, words);
  if (enough.size === 0 || asks || has("other", "trouble", "keep")) return false;
  const rest = all.filter((item) => !covers(enough, item));
  const only = rest.every((item) => isA(item, ["polite", "more", "and"]) || isSkipped(item));
  return only || (has(...MESSAGES) && unknownOutside(enough) <= 2);
}

function covers(covered: ReadonlySet<number>, item: Item): boolean {
  return Array.from({ length: item.length }, (_, place) => item.from + place).every((place) =>
    covered.has(place),
  );
}

function meaningOf(clause: Clause, language: Language, words: readonly string[]) {
  const bare = isBareStop(clause);
  if (bare) {
    // "Ya basta": the weak words have ways to say only that it is a lot.
    const tired =
      !clause.has("end", "leave") &&
      clause.all.length > 1 &&
      clause.all.every((item) => covers(coveredBy(language.enough, words), item));
    return { says: tired ? "unclear" : "stop", bare } as const;
  }
  // A question about how messages stop comes from someone who may want just that.
  if (clause.asks) {
    const asked = !isElsewhere(clause) && !clause.has("offers") && endsMessages(clause);
    const unclear = asked || isUnclear(clause, language, words);
    return { says: unclear ? "unclear" : "ordinary", bare } as const;
  }
  if (isStop(clause)) return { says: "stop", bare } as const;
  return { says: isUnclear(clause, language, words) ? "unclear" : "ordinary", bare } as const;
}

/** What a piece says in a language, `all` being its words in that language. */
export function readClause(language: Language, said: Said, all: readonly Item[]): Reading {
  const clause = clauseOf(all, said);
  return {
    ...meaningOf(clause, language, said.words),
    keeps: clause.has("keep"),
    elsewhere: clause.has("trouble") || (clause.has("other") && !clause.has(...REFUSALS)),
    asks: said.asks || clause.asks,
    topic: topicOf(clause),
    known: all.reduce(
      (sum, item) => sum + (item.parts.size > 0 && !item.guessed ? item.length : 0),
      0,
    ),
  };
}

/** "cancel my order and stop writing" is two things; how it splits depends on the language. */
export function splitAtAnd(said: Said, all: readonly Item[]): Said[] {
  const pieces: string[][] = [[]];
  for (const item of all) {
    if (item.parts.has("and")) pieces.push([]);
    else pieces.at(-1)?.push(...said.words.slice(item.from, item.from + item.length));
  }
  const filled = pieces.filter((words) => words.length > 0);
  return filled.map((words, place) => ({ words, asks: said.asks && place === filled.length - 1 }));
}
