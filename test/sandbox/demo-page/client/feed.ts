/// <reference lib="dom" />
import type { FeedEntry } from "../feed.types.ts";
import { setOffset, timeOf } from "./clock.ts";
import { readSwitches } from "./controls.ts";
import { byId, filled, page } from "./page-data.ts";
import { refreshAdminSoon } from "./windows.ts";

const SHOWN = 80;

type Heard = { offsetMs: number; entry?: FeedEntry; entries?: FeedEntry[] };

let last: { words: string; count: number; item: HTMLElement } | null = null;

/** Newest first; the same again only counts up. */
function add(entry: FeedEntry): void {
  const words = filled(page.texts.happened[entry.what], entry.values);
  const list = byId("entries");
  list.querySelector(".nothing")?.remove();
  if (last?.words === words) {
    last.count += 1;
    last.item.querySelector(".count")?.remove();
    last.item.append(element("span", "count", `× ${last.count}`));
    return;
  }
  const item = element("li", entry.what, "");
  const time = element("time", "", timeOf(entry.at));
  time.setAttribute("datetime", entry.at);
  item.append(time, element("span", "", words));
  list.prepend(item);
  last = { words, count: 1, item };
  while (list.children.length > SHOWN) list.lastElementChild?.remove();
}

function element(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function hear(heard: Heard): void {
  setOffset(heard.offsetMs);
  if (heard.entries) {
    byId("entries")
      .querySelectorAll("li:not(.nothing)")
      .forEach((item) => item.remove());
    last = null;
    heard.entries.forEach(add);
  }
  if (heard.entry) add(heard.entry);
  else void readSwitches();
  refreshAdminSoon();
}

function isHeard(data: unknown): data is Heard {
  return typeof data === "object" && data !== null && "offsetMs" in data;
}

const events = new EventSource("/api/events");
events.addEventListener("message", (event: MessageEvent<string>) => {
  const data: unknown = JSON.parse(event.data);
  if (isHeard(data)) hear(data);
});
