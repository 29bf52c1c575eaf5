import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { ExtensionName } from "./targets.ts";

const folderOf = (name: ExtensionName) =>
  new URL(`../../../../../../extensions/${name}/`, import.meta.url);

/** The built script, or null when nobody built it. Read anew each time: it may be rebuilt at any moment. */
export function builtExtension(name: ExtensionName, checkoutFile?: string): string | null {
  const own = new URL(`dist/${name}.js`, folderOf(name));
  const file = (name === "whatsapp-opt-in" ? checkoutFile : undefined) ?? own;
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Texts of the extension in the wanted language, else in its default one, as Shopify falls back. */
export function extensionTexts(
  name: ExtensionName,
  lang: string,
): { lang: string; texts: Record<string, string> } {
  const folder = folderOf(name);
  const isKnown = /^[a-z]{2}(-[A-Z]{2})?$/.test(lang);
  const file = new URL(`locales/${lang}.json`, folder);
  if (isKnown && existsSync(file)) return { lang, texts: readTexts(file) };
  return { lang: "en", texts: readTexts(new URL("locales/en.default.json", folder)) };
}

function readTexts(file: URL): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
}
