/**
 * What a word or phrase can be part of. `leave`, `end` and `alone` carry a "no" by themselves, from
 * strong to weak; the other parts make one together.
 */
export const parts = [
  "polite", // greetings, courtesies, and what stands around a bare "stop" without changing it
  "filler", // articles, pronouns, auxiliaries: skipped
  "and", // splits a sentence: "cancel my order and stop writing"
  "not", // turns a verb around
  "none", // turns a noun around
  "more",
  "want",
  "leave", // unsubscribe, leave me alone
  "end", // stop
  "alone", // a "no" only as the whole message: end, quit, cancel
  "remove", // needs somebody's number, list, data, messages
  "send",
  "contact", // write, text, bother
  "receive",
  "got", // tells of what arrived: "I received no message" is no refusal
  "messages",
  "reminders",
  "suggestions",
  "offers",
  "self", // me, my number, the list
  "consent",
  "law",
  "revoke",
  "retract", // takes back, but only a consent: "zurück" alone is said of calls and parcels, too
  "keep",
  "other", // goods, orders, parcels: what else can be cancelled
  "trouble", // does not work, cannot find
  "asks",
  "request", // "can you …": a question in form only
  "enough",
  "puzzled", // unclear also as a question: "why do I get this"
] as const;
export type Part = (typeof parts)[number];

/**
 * Words and phrases by part, between commas. `word*` matches every longer word, `^phrase` only at the
 * start of what is said. Phrases that join two parts ("don't send" in one Turkish verb) stand under
 * `joined`, as "part+part: words; …".
 */
export type Lexicon = Partial<Record<Part, string>> & { joined?: string };
