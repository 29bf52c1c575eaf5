/// <reference lib="dom" />
import type { DemoTexts } from "../demo-texts.ts";

type PageData = { language: string; texts: DemoTexts; adminOrigin: string; phoneOrigin: string };

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

export function frameOf(name: string): HTMLIFrameElement {
  const frame = byId(`frame-${name}`);
  if (!(frame instanceof HTMLIFrameElement)) throw new Error(`no frame ${name}`);
  return frame;
}

function read(): PageData {
  const data: unknown = JSON.parse(byId("page").textContent);
  if (!isPageData(data)) throw new Error("the page has no data");
  return data;
}

function isPageData(data: unknown): data is PageData {
  return typeof data === "object" && data !== null && "texts" in data && "adminOrigin" in data;
}

export const page = read();

/** Puts values into the {places} of a sentence. */
export function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
