/** Markup that is safe to insert as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[] | null | false;

/** A template whose values are escaped unless they are Markup already; null and false draw nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const drawn = strings.map((text, index) => text + draw(parts[index] ?? null));
  return new Markup(drawn.join(""));
}

/** JSON for a script element: no `<` can end the element early. */
export function jsonScript(id: string, value: object): Markup {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return new Markup(`<script type="application/json" id="${id}">${json}</script>`);
}

function draw(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(draw).join("");
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
