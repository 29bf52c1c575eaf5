import { createInstance } from "i18next";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Money, formatMoney } from "#app/shared/money.ts";
import type { UiLocale } from "./locale.ts";
import de from "./messages/de.json";
import en from "./messages/en.json";

export interface Words {
  locale: UiLocale;
  /** The text of a key; a key without a text gives `fallback`, or itself. */
  t(key: string, values?: Record<string, string | number>, fallback?: string): string;
  number(value: number): string;
  money(value: Money): string;
  /** an instant as wall-clock time of the shop */
  time(iso: string, timeZone: string): string;
}

const resources = { en: { translation: en }, de: { translation: de } };

export function wordsOf(locale: UiLocale): Words {
  const numbers = new Intl.NumberFormat(locale);
  const instance = createInstance({
    lng: locale,
    fallbackLng: "en",
    resources,
    initAsync: false,
    showSupportNotice: false, // it would advertise in every console
    interpolation: {
      escapeValue: false, // React escapes
      // Numbers in sentences are written as people of the language write them: 20.000, 2,5.
      alwaysFormat: true,
      format: (value: unknown) => {
        if (typeof value === "number") return numbers.format(value);
        return typeof value === "string" ? value : "";
      },
    },
  });
  void instance.init(); // synchronous, since the texts are here already
  return {
    locale,
    t: (key, values, fallback) =>
      instance.t(key, { ...values, ...(fallback ? { defaultValue: fallback } : {}) }),
    number: (value) => numbers.format(value),
    money: (value) => formatMoney(value, locale),
    time: (iso, timeZone) =>
      new Intl.DateTimeFormat(locale, {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone,
      }).format(new Date(iso)),
  };
}

const WordsContext = createContext<Words | null>(null);

export function WordsProvider(props: { locale: UiLocale; children: ReactNode }) {
  const words = useMemo(() => wordsOf(props.locale), [props.locale]);
  return <WordsContext.Provider value={words}>{props.children}</WordsContext.Provider>;
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error("useWords needs a WordsProvider above it");
  return words;
}
