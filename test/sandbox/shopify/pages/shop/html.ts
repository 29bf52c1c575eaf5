/** Html that is safe to insert as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = string | number | Html | readonly Html[] | null | undefined | false;

/** A template whose values are escaped unless they are Html already; null, undefined and false draw nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const texts = strings.map((text, index) => text + drawn(parts[index]));
  return new Html(texts.join(""));
}

/** JSON for a script element: no `<` can end the element early. */
export function jsonScript(id: string, value: object): Html {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return new Html(`<script type="application/json" id="${id}">${json}</script>`);
}

function drawn(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(String).join("");
  return escaped(String(part));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
