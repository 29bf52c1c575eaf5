import type { ConnectProblem } from "#app/modules/channel/signup/signup.types.ts";
import type { UiLocale } from "#app/ui/locale.ts";
import de from "#app/ui/messages/de.json" with { type: "json" };
import en from "#app/ui/messages/en.json" with { type: "json" };

const CONNECT = { en: en.connect, de: de.connect };

export interface SignupWords {
  language: UiLocale;
  title: string;
  whose: string;
  explained: string;
  go: string;
  waiting: string;
  failed: string;
  connected: string;
  problem(problem: ConnectProblem): string;
}

/** The words of the signup's own page: the same as the admin's, since it tells the same problems. */
export function signupWords(language: UiLocale): SignupWords {
  const { page, problems } = CONNECT[language];
  return { language, ...page, problem: (problem) => problems[problem] };
}
