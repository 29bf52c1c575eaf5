import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The theme app extension as it lies in the project. */
const FOLDER = new URL("../../../../../../extensions/theme-opt-in/", import.meta.url);

export const THEME_ASSETS = fileURLToPath(new URL("assets", FOLDER));
export const THEME_SNIPPETS = fileURLToPath(new URL("snippets", FOLDER));

export function themeBlock(name: string): string {
  return readFileSync(new URL(`blocks/${name}.liquid`, FOLDER), "utf8");
}

export function hasThemeAsset(name: string): boolean {
  return existsSync(new URL(`assets/${name}`, FOLDER));
}

type Texts = { [key: string]: string | Texts };
const texts: z.ZodType<Texts> = z.record(z.string(), z.union([z.string(), z.lazy(() => texts)]));

function readLocale(file: URL): Texts {
  return texts.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Texts of the storefront's language, else of its language without the region, else the default ones. */
export function themeTexts(locale: string): Texts {
  const names = [locale, locale.split("-")[0] ?? locale];
  const known = names.map((name) => new URL(`locales/${name}.json`, FOLDER)).find(existsSync);
  return readLocale(known ?? new URL("locales/en.default.json", FOLDER));
}

/** A text by its path ("opt_in.consent"); a theme that asks for one that is missing is refused. */
export function textAt(all: Texts, path: string): string {
  const found = path
    .split(".")
    .reduce<string | Texts | undefined>(
      (at, key) => (typeof at === "object" ? at[key] : undefined),
      all,
    );
  if (typeof found !== "string") throw new Error(`translation missing: ${path}`);
  return found;
}
