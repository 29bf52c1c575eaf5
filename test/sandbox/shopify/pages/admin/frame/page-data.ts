/// <reference lib="dom" />
import type { AdminTexts } from "../admin-texts.ts";

/** What the server wrote into the page. */
export type PageData = {
  shop: string;
  locale: string;
  texts: AdminTexts;
  base: string;
  appOrigin: string;
};

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

function read(): PageData {
  const data: unknown = JSON.parse(byId("page").textContent);
  if (!isPageData(data)) throw new Error("the page has no data");
  return data;
}

function isPageData(data: unknown): data is PageData {
  return typeof data === "object" && data !== null && "texts" in data && "base" in data;
}

export const page = read();

/** Asks the stand-in's admin of this store; throws with the reason when it refuses. */
export async function ask(what: "session-token" | "frame-url", body: object): Promise<string> {
  const store = page.shop.split(".")[0];
  const response = await fetch(`/store/${store}/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const text = (name: string) => String(Reflect.get(Object(answer), name) ?? "");
  if (!response.ok) throw new Error(text("error"));
  return text(what === "session-token" ? "token" : "url");
}
