import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";

/** What the preference page says; `{shop}`, `{phone}` and `{topic}` are filled in. */
export interface PreferenceWords {
  /** what the language calls itself */
  language: string;
  title: string;
  forNumber: string;
  stopAll: string;
  stopAllText: string;
  one: string;
  topics: Record<ConsentTopic, string>;
  on: string;
  off: string;
  stopOne: string;
  doneAll: string;
  doneOne: string;
  out: string;
  comeBack: string;
  languages: string;
  toShop: string;
  again: string;
  unknown: string;
  unknownText: string;
  tooMany: string;
  tooManyText: string;
}
