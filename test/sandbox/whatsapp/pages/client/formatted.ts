/// <reference lib="dom" />
import { element } from "./page.ts";

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

/** A link that opens in a tab of its own. */
export function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.target = "_blank";
  made.rel = "noopener";
  return made;
}
