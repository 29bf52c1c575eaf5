import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { wordings } from "#app/modules/consent/wording-catalogue.rules.ts";
import { isYes } from "#app/modules/consent/answer-words.rules.ts";
import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { checkWording } from "#app/modules/consent/wording-parts.rules.ts";
import { wordingLocales, type WordingLocale } from "#app/modules/consent/wording.types.ts";
import { templateLanguages } from "#app/modules/templates/template.types.ts";
import { TEXTS } from "#app/modules/templates/texts/all.rules.ts";

const extension = new URL("../../extensions/whatsapp-opt-in/", import.meta.url);
const account = new URL("../../extensions/whatsapp-account/", import.meta.url);
const localeSchema = z.record(z.string(), z.string().min(1));

const fileOf = (locale: WordingLocale) => (locale === "en" ? "en.default.json" : `${locale}.json`);

function readLocale(locale: WordingLocale, of: URL = extension) {
  const file = new URL(`locales/${fileOf(locale)}`, of);
  return localeSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

function extensionWordingVersion(): string {
  const source = readFileSync(new URL("src/release.ts", extension), "utf8");
  return /WORDING_VERSION = "(.+)"/.exec(source)?.[1] ?? "";
}

const gaps = (text: string | undefined) => [...(text ?? "").matchAll(/\{\{\w+\}\}/g)].flat().sort();

describe("the wording of the opt-in", () => {
  it("exists in the extension for exactly the languages that the app knows", () => {
    const files = readdirSync(new URL("locales/", extension));
    expect(files.sort()).toEqual(wordingLocales.map(fileOf).sort());
  });

  it("has a version that the app knows", () => {
    expect(Object.keys(wordings)).toContain(extensionWordingVersion());
  });

  it.each(wordingLocales)("is word for word the same in extension and app in %s", (locale) => {
    const { consent, privacy_policy } = readLocale(locale);
    expect({ sentence: consent, privacyPolicy: privacy_policy }).toEqual(
      wordings[extensionWordingVersion()]?.[locale],
    );
  });

  it.each(wordingLocales)("says every required part in the extension's file in %s", (locale) => {
    const { consent = "", privacy_policy = "" } = readLocale(locale);
    expect(checkWording({ sentence: consent, privacyPolicy: privacy_policy }, locale)).toEqual([]);
  });

  it.each(wordingLocales)("has the same texts with the same gaps in %s as in English", (locale) => {
    const english = readLocale("en");
    const texts = readLocale(locale);
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts)) {
      expect([key, new Set(gaps(text))]).toEqual([key, new Set(gaps(english[key]))]);
    }
  });
});

describe("the profile's preference centre", () => {
  it.each(wordingLocales)("shows the same sentence in %s as the checkout", (locale) => {
    const [here, there] = [readLocale(locale, account), readLocale(locale)];
    for (const key of ["consent", "privacy_policy", "phone_label"]) {
      expect([key, here[key]]).toEqual([key, there[key]]);
    }
  });

  it.each(wordingLocales)("has the same texts with the same gaps in %s as in English", (locale) => {
    const english = readLocale("en", account);
    const texts = readLocale(locale, account);
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts)) {
      expect([key, new Set(gaps(text))]).toEqual([key, new Set(gaps(english[key]))]);
    }
  });
});

describe.each(templateLanguages)("the buttons of templates in %s", (language) => {
  it("say no and yes in words that are understood without their payload, too", () => {
    const { optOut, confirm } = TEXTS[language].buttons;
    expect([readOptOut(optOut).means, isYes(confirm)]).toEqual(["stop", true]);
  });
});
