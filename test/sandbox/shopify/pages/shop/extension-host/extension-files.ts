import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const FOLDER = new URL("../../../../../../extensions/whatsapp-opt-in/", import.meta.url);
const BUILT = fileURLToPath(new URL("dist/whatsapp-opt-in.js", FOLDER));

/** The built script, or null when nobody built it. Read anew each time: it may be rebuilt at any moment. */
export function builtExtension(file: string = BUILT): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Texts of the extension in the wanted language, else in its default one, as Shopify falls back. */
export function extensionTexts(lang: string): { lang: string; texts: Record<string, string> } {
  const isKnown = /^[a-z]{2}(-[A-Z]{2})?$/.test(lang);
  const file = new URL(`locales/${lang}.json`, FOLDER);
  if (isKnown && existsSync(file)) return { lang, texts: readTexts(file) };
  return { lang: "en", texts: readTexts(new URL("locales/en.default.json", FOLDER)) };
}

function readTexts(file: URL): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
}
