export const uiLocales = ["en", "de"] as const;
export type UiLocale = (typeof uiLocales)[number];

function known(tag: string | null | undefined): UiLocale | null {
  const language = tag?.trim().slice(0, 2).toLowerCase();
  return uiLocales.find((one) => one === language) ?? null;
}

/** The admin's own language (`?locale=`) first, then what the browser asks for, then English. */
export function pickLocale(asked: {
  parameter: string | null;
  acceptLanguage: string | null;
}): UiLocale {
  const accepted = (asked.acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]);
  for (const tag of [asked.parameter, ...accepted]) {
    const locale = known(tag);
    if (locale) return locale;
  }
  return "en";
}
