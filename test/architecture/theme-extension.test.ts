import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkWording } from "#app/modules/consent/wording-parts.rules.ts";
import { wordings } from "#app/modules/consent/wording-catalogue.rules.ts";
import { wordingLocales, type WordingLocale } from "#app/modules/consent/wording.types.ts";

const folder = new URL("../../extensions/theme-opt-in/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), "utf8");

const MOST_BYTES = 10 * 1024;

const localeSchema = z.object({ opt_in: z.record(z.string(), z.string().min(1)) });
const fileOf = (locale: WordingLocale) => (locale === "en" ? "en.default.json" : `${locale}.json`);
const textsOf = (locale: WordingLocale) =>
  localeSchema.parse(JSON.parse(read(`locales/${fileOf(locale)}`))).opt_in;

const form = read("snippets/beckon-form.liquid");
const version = /assign version = '([^']+)'/.exec(form)?.[1] ?? "";

const gaps = (text: string | undefined) => [...(text ?? "").matchAll(/\{\{ \w+ \}\}/g)].flat();

/** Theme locales write their gaps with spaces. */
function sentenceOf(locale: WordingLocale) {
  const { consent = "", privacy_policy: privacyPolicy = "" } = textsOf(locale);
  return { sentence: consent.replace(/\{\{ (\w+) \}\}/g, "{{$1}}"), privacyPolicy };
}

describe("the theme extension", () => {
  it("brings one script and one style sheet, small enough to be nobody's burden", () => {
    expect(readdirSync(new URL("assets/", folder)).sort()).toEqual([
      "beckon-opt-in.css",
      "beckon-opt-in.js",
    ]);
    for (const name of ["beckon-opt-in.css", "beckon-opt-in.js"]) {
      expect(Buffer.byteLength(read(`assets/${name}`))).toBeLessThanOrEqual(MOST_BYTES);
    }
  });

  it("asks nobody but the shop's own domain", () => {
    const all = [form, read("assets/beckon-opt-in.js"), read("blocks/opt-in.liquid")].join("\n");
    expect(all).not.toMatch(/https?:\/\//);
    expect(form).toContain('action="/apps/beckon/opt-in"');
  });

  it("ticks nothing in advance", () => {
    expect(form).not.toMatch(/\bchecked\b/);
  });

  it("speaks exactly the languages that the app knows", () => {
    const files = readdirSync(new URL("locales/", folder)).filter(
      (name) => !name.endsWith(".schema.json"),
    );
    expect(files.sort()).toEqual(wordingLocales.map(fileOf).sort());
  });

  it("names a wording that the app knows", () => {
    expect(Object.keys(wordings)).toContain(version);
  });

  it.each(wordingLocales)("asks in %s word for word what the app records", (locale) => {
    expect(sentenceOf(locale)).toEqual(wordings[version]?.[locale]);
    expect(checkWording(sentenceOf(locale), locale)).toEqual([]);
    expect(textsOf(locale)["language"]).toBe(locale);
  });

  it.each(wordingLocales)("has the same texts with the same gaps in %s as in English", (locale) => {
    const english = textsOf("en");
    const texts = textsOf(locale);
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts)) {
      expect([key, new Set(gaps(text))]).toEqual([key, new Set(gaps(english[key]))]);
    }
  });

  it("has every text that its Liquid asks for, and no other", () => {
    const liquid = [
      "snippets/beckon-form.liquid",
      "blocks/opt-in.liquid",
      "blocks/floating-button.liquid",
    ]
      .map(read)
      .join("\n");
    const asked = [...liquid.matchAll(/'opt_in\.(\w+)' \| t/g)].map(([, key]) => key);
    expect(new Set(asked)).toEqual(new Set(Object.keys(textsOf("en"))));
  });

  it.each(["en.default", "de"])("has words for the theme editor in %s", (name) => {
    const texts = localeSchema.parse(JSON.parse(read(`locales/${name}.schema.json`))).opt_in;
    const blocks = read("blocks/opt-in.liquid") + read("blocks/floating-button.liquid");
    const asked = [...blocks.matchAll(/"t:opt_in\.(\w+)"/g)].map(([, key]) => key);
    expect(new Set(asked)).toEqual(new Set(Object.keys(texts)));
  });
});
