/// <reference lib="dom" />
import { element, linkOpener } from "./page.ts";

const MARKS = /(https?:\/\/[^\s]+|\*(?!\s)[^*\n]+\*|(?<!\w)_[^_\n]+_(?!\w)|~[^~\n]+~|`[^`\n]+`)/;
const TAGS: Readonly<Record<string, string>> = { "*": "strong", _: "em", "~": "s", "`": "code" };

/** A text with WhatsApp's marks: *bold*, _italic_, ~struck~, `code`; and links. */
export function formatted(text: string): Node[] {
  // Splitting by a group leaves plain text at even places and what the group found at odd ones.
  return text.split(MARKS).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const tag = TAGS[part.charAt(0)];
    return tag ? element(tag, "", part.slice(1, -1)) : link(part, part);
  });
}

/** A link that opens in a tab of its own, or where the page around this one wants it. */
export function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.target = "_blank";
  made.rel = "noopener";
  const origin = linkOpener;
  if (origin !== null) made.addEventListener("click", (event) => handOver(event, href, origin));
  return made;
}

function handOver(event: MouseEvent, href: string, origin: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !/^https?:/.test(href)) return;
  event.preventDefault();
  window.parent.postMessage({ openLink: href }, origin);
}
