/// <reference lib="dom" />
import { defineElement, textProp, type Part } from "./define-element.ts";

const ERROR_CSS = `
  p { margin: 6px 0 0; color: #a1301f; font-size: 0.93em; }
  p[hidden] { display: none; }
`;

export function defineFields(): void {
  defineCheckbox();
  definePhoneField();
}

function defineCheckbox(): void {
  defineElement("s-checkbox", {
    props: {
      label: "",
      checked: false,
      disabled: false,
      error: "",
      name: "",
      accessibilityLabel: "",
    },
    markup: `<label><input type="checkbox" /><span><slot name="label"><span id="text"></span></slot></span></label>
      <p id="error" role="alert" hidden></p>`,
    css: `
      label { display: flex; gap: 12px; align-items: flex-start; cursor: pointer; line-height: 1.5; }
      input { flex: none; width: 20px; height: 20px; margin: 1px 0 0; accent-color: #4f6148; }
      ${ERROR_CSS}
    `,
    delegatesFocus: true,
    begin(part) {
      const input = inputOf(part);
      input.addEventListener("change", () => {
        part.props["checked"] = input.checked;
        passOnChange(part);
      });
    },
    draw(part) {
      const input = inputOf(part);
      input.checked = Boolean(part.props["checked"]);
      input.disabled = Boolean(part.props["disabled"]);
      // The sentence may hold a link; the name of the box is the whole of it either way.
      const name = textProp(part, "accessibilityLabel") || textProp(part, "label");
      input.setAttribute("aria-label", name);
      part.find("#text").textContent = textProp(part, "label");
      showError(part);
    },
  });
}

function definePhoneField(): void {
  defineElement("s-phone-field", {
    props: {
      label: "",
      value: "",
      error: "",
      type: "",
      autocomplete: "tel",
      required: false,
      disabled: false,
      name: "",
    },
    markup: `<label for="input"></label><input id="input" type="tel" inputmode="tel" />
      <p id="error" role="alert" hidden></p>`,
    css: `
      label { display: block; margin-bottom: 6px; font-size: 0.93em; color: #55503f; }
      input { width: 100%; min-height: 48px; padding: 10px 14px; border: 1px solid #8d8578;
        border-radius: 8px; background: #fff; }
      input[aria-invalid="true"] { border-color: #a1301f; }
      ${ERROR_CSS}
    `,
    delegatesFocus: true,
    begin(part) {
      const input = inputOf(part);
      input.addEventListener("input", () => (part.props["value"] = input.value));
      input.addEventListener("change", () => passOnChange(part));
    },
    draw(part) {
      const input = inputOf(part);
      const value = textProp(part, "value");
      part.find("label").textContent = textProp(part, "label");
      // Setting the same value would move the cursor to its end while somebody types.
      if (input.value !== value) input.value = value;
      input.setAttribute("autocomplete", textProp(part, "autocomplete") || "off");
      input.required = Boolean(part.props["required"]);
      input.disabled = Boolean(part.props["disabled"]);
      showError(part);
    },
  });
}

/** `change` does not leave a shadow root by itself; `input`, `blur` and `click` do. */
function passOnChange({ host }: Part): void {
  host.dispatchEvent(new Event("change", { bubbles: true }));
}

function inputOf(part: Part): HTMLInputElement {
  const input = part.find("input");
  if (!(input instanceof HTMLInputElement)) throw new Error("No input in the element");
  return input;
}

function showError(part: Part): void {
  const error = textProp(part, "error");
  const line = part.find("#error");
  line.textContent = error;
  line.hidden = error === "";
  const input = inputOf(part);
  input.setAttribute("aria-invalid", String(error !== ""));
  if (error) input.setAttribute("aria-describedby", "error");
  else input.removeAttribute("aria-describedby");
}
