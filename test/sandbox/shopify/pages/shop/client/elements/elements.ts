/// <reference lib="dom" />
import { defineElement, textProp } from "./define-element.ts";
import { defineFields } from "./field-elements.ts";

const SPACE: Record<string, string> = { small: "8px", base: "14px", large: "20px" };
const TONES: Record<string, string> = {
  success: "#2f6b3f",
  critical: "#a1301f",
  warning: "#8a5a00",
};

/** The checkout's elements that extensions here use (contract 4.4). */
export function defineElements(): void {
  defineTexts();
  defineBoxes();
  defineFields();
}

function defineTexts(): void {
  defineElement("s-text", {
    props: { color: "", tone: "", type: "" },
    markup: "<slot></slot>",
    css: ":host { display: inline; }",
    draw(part) {
      const { style } = part.host;
      const subdued = textProp(part, "color") === "subdued" ? "#6a6257" : "";
      style.color = TONES[textProp(part, "tone")] ?? subdued;
      style.fontWeight = textProp(part, "type") === "strong" ? "600" : "";
    },
  });
  defineElement("s-heading", {
    markup: "<h3><slot></slot></h3>",
    css: "h3 { margin: 0; font-size: 1em; font-weight: 600; }",
  });
  defineElement("s-section", {
    props: { heading: "" },
    markup: "<section><h2></h2><slot></slot></section>",
    css: "h2 { margin: 0 0 12px; font-size: 1.15em; font-weight: 600; } h2:empty { display: none; }",
    draw: (part) => void (part.find("h2").textContent = textProp(part, "heading")),
  });
  defineElement("s-link", {
    props: { href: "", target: "" },
    markup: '<a rel="noopener"><slot></slot></a>',
    css: ":host { display: inline; } a { color: #44583c; text-decoration: underline; }",
    delegatesFocus: true,
    draw(part) {
      const link = part.find("a");
      link.setAttribute("href", textProp(part, "href"));
      link.setAttribute("target", textProp(part, "target"));
    },
  });
  defineElement("s-button", {
    props: { disabled: false, variant: "auto" },
    markup: '<button type="button"><slot></slot></button>',
    css: `
      button { min-height: 44px; padding: 0 18px; border: 1px solid #8d8578; border-radius: 8px;
        background: #fff; cursor: pointer; }
      button:hover { background: #f6f1e7; }
      button:disabled { opacity: 0.5; cursor: default; }
    `,
    delegatesFocus: true,
    draw: ({ find, props }) => void find("button").toggleAttribute("disabled", !!props["disabled"]),
  });
}

function defineBoxes(): void {
  defineElement("s-stack", {
    props: { gap: "none", direction: "block" },
    markup: "<slot></slot>",
    css: ":host { display: flex; }",
    draw(part) {
      const { style } = part.host;
      style.gap = SPACE[textProp(part, "gap")] ?? "0";
      const isInline = textProp(part, "direction") === "inline";
      style.flexDirection = isInline ? "row" : "column";
      style.alignItems = isInline ? "center" : "stretch";
    },
  });
  defineElement("s-banner", {
    props: { tone: "auto", heading: "" },
    markup: '<div role="status"><strong></strong><slot></slot></div>',
    css: `
      div { padding: 14px 16px; border: 1px solid #d9d2c5; border-radius: 8px; background: #faf7f1; }
      div[data-tone="warning"] { border-color: #d9b36a; background: #fdf6e5; }
      div[data-tone="critical"] { border-color: #d6988e; background: #fcefec; }
      strong { display: block; font-weight: 600; }
      strong:empty { display: none; }
    `,
    draw(part) {
      part.find("div").dataset["tone"] = textProp(part, "tone");
      part.find("strong").textContent = textProp(part, "heading");
    },
  });
  defineElement("s-spinner", {
    props: { accessibilityLabel: "" },
    markup: '<span role="progressbar"></span>',
    css: `
      :host { display: inline-block; }
      span { display: block; width: 20px; height: 20px; border: 2px solid #d9d2c5;
        border-top-color: #5d6b55; border-radius: 50%; animation: turn 0.9s linear infinite; }
      @keyframes turn { to { transform: rotate(1turn); } }
    `,
    draw(part) {
      part.find("span").setAttribute("aria-label", textProp(part, "accessibilityLabel"));
    },
  });
}
