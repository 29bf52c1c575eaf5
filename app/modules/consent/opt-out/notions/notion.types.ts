/** In which languages words are looked up. */
export const spoken = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "tr"] as const;
export type Spoken = (typeof spoken)[number];

/**
 * What words stand for, finer than the parts of a lexicon: words with a space between them, in plain letters. `word*`
 * is every longer word, `*word*` every word with it inside, `one_two` two words running, `one~two` the second one
 * some words later.
 */
export type Notions = Readonly<Record<string, Readonly<Partial<Record<Spoken, string>>>>>;
