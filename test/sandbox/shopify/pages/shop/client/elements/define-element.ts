/// <reference lib="dom" />

export type Props = Record<string, unknown>;

export type Part = {
  host: HTMLElement;
  props: Props;
  find(selector: string): HTMLElement;
};

export type Definition = {
  /** Names and what they are at first. */
  props?: Props;
  markup: string;
  css?: string;
  delegatesFocus?: boolean;
  /** Once, when the element is made. */
  begin?(part: Part): void;
  /** When it comes into the page and whenever a prop changed. */
  draw?(part: Part): void;
};

const BASE = `
  :host { display: block; font: inherit; color: inherit; }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; font: inherit; color: inherit; }
  :focus-visible { outline: 2px solid #4f6148; outline-offset: 2px; }
`;

/**
 * Defines one of the checkout's elements: an open shadow root, and every prop a property on the
 * prototype, because Preact sets a property only where it finds one (`name in element`).
 */
export function defineElement(tag: string, definition: Definition): void {
  const { props = {}, markup, css = "", delegatesFocus = false, begin, draw } = definition;
  class Element extends HTMLElement {
    readonly drawn: Part;
    constructor() {
      super();
      const root = this.attachShadow({ mode: "open", delegatesFocus });
      root.innerHTML = `<style>${BASE}${css}</style>${markup}`;
      this.drawn = { host: this, props: { ...props }, find: (selector) => found(root, selector) };
      begin?.(this.drawn);
    }
    // Not in the constructor: createElement refuses an element that gives itself attributes, such as a style.
    connectedCallback() {
      draw?.(this.drawn);
    }
    // Preact writes some names, `href` among them, as attributes even where there is a property.
    static readonly observedAttributes = ["href"];
    attributeChangedCallback(name: string, _before: string | null, value: string | null) {
      if (!(name in props)) return;
      this.drawn.props[name] = value;
      draw?.(this.drawn);
    }
  }
  for (const name of Object.keys(props)) {
    Object.defineProperty(Element.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        return this.drawn.props[name];
      },
      set(this: Element, value: unknown) {
        this.drawn.props[name] = value;
        draw?.(this.drawn);
      },
    });
  }
  customElements.define(tag, Element);
}

/** A prop as a text; everything that is none counts as empty. */
export function textProp({ props }: Part, name: string): string {
  const value = props[name];
  return typeof value === "string" ? value : "";
}

function found(root: ShadowRoot, selector: string): HTMLElement {
  const element = root.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`No ${selector} in the element`);
  return element;
}
