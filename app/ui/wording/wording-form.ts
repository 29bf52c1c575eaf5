import { type WordingLocale, wordingLocales } from "#app/modules/consent/wording.types.ts";
import { textOf } from "#app/ui/form-text.ts";

export interface WordingForm {
  locale: WordingLocale;
  /** null: the built-in sentence again */
  wording: { sentence: string; privacyPolicy: string } | null;
}

/** What the page posts; null for a language that nobody asks in. */
export function readWordingForm(form: FormData): WordingForm | null {
  const asked = textOf(form, "locale");
  const locale = wordingLocales.find((one) => one === asked);
  if (locale === undefined) return null;
  if (textOf(form, "intent") === "reset") return { locale, wording: null };
  const sentence = textOf(form, "sentence");
  return { locale, wording: { sentence, privacyPolicy: textOf(form, "privacyPolicy") } };
}
