/// <reference lib="dom" />
import type { AdminChannel } from "./admin-channel.ts";

/** What a save bar does when the merchant presses one of its buttons, which the admin shows. */
type Bar = { save: () => void; discard: () => void };

export type SaveBars = {
  show(id: string): Promise<void>;
  hide(id: string): Promise<void>;
  toggle(id: string): Promise<void>;
  /** Resolves when nothing is unsaved or the merchant wants to leave all the same. */
  leaveConfirmation(): Promise<void>;
};

/** `ui-save-bar`, forms with `data-save-bar`, and `shopify.saveBar`. */
export function saveBars(channel: AdminChannel): SaveBars {
  const open = new Map<string, Bar>();
  const tell = (id: string, isOpen: boolean, labels = { save: "", discard: "" }) =>
    channel.tell({ kind: "saveBar", id, open: isOpen, ...labels });
  channel.on("saveBar", ({ id, action }) => open.get(id)?.[action]());

  defineElement((element, isOpen) => {
    const { save, discard } = buttonsOf(element);
    if (isOpen)
      open.set(element.id, { save: () => save?.click(), discard: () => discard?.click() });
    else open.delete(element.id);
    const label = (button: HTMLElement | undefined) => button?.textContent.trim() ?? "";
    tell(element.id, isOpen, { save: label(save), discard: label(discard) });
  });
  watchForms(
    (form) => {
      if (open.has(FORM)) return;
      open.set(FORM, { save: () => form.requestSubmit(), discard: () => form.reset() });
      tell(FORM, true);
    },
    () => {
      if (open.delete(FORM)) tell(FORM, false);
    },
  );
  return { ...methods(), leaveConfirmation: leaving(channel, () => open.size > 0) };
}

const FORM = "form[data-save-bar]";

class SaveBarElement extends HTMLElement {
  static changed: (element: SaveBarElement, isOpen: boolean) => void = () => undefined;
  showing = false;

  async show(): Promise<void> {
    this.turn(true);
  }
  async hide(): Promise<void> {
    this.turn(false);
  }
  async toggle(): Promise<void> {
    this.turn(!this.showing);
  }
  disconnectedCallback(): void {
    this.turn(false);
  }
  private turn(isOpen: boolean): void {
    if (this.showing === isOpen) return;
    this.showing = isOpen;
    SaveBarElement.changed(this, isOpen);
    this.dispatchEvent(new Event(isOpen ? "show" : "hide"));
  }
}

function defineElement(changed: (element: HTMLElement, isOpen: boolean) => void): void {
  SaveBarElement.changed = changed;
  customElements.define("ui-save-bar", SaveBarElement);
}

function methods(): Pick<SaveBars, "show" | "hide" | "toggle"> {
  const bar = (id: string) => {
    const element = document.getElementById(id);
    if (element instanceof SaveBarElement) return element;
    throw new Error(`There is no ui-save-bar "${id}"`);
  };
  return {
    show: async (id) => bar(id).show(),
    hide: async (id) => bar(id).hide(),
    toggle: async (id) => bar(id).toggle(),
  };
}

function buttonsOf(bar: HTMLElement): { save?: HTMLElement; discard?: HTMLElement } {
  const buttons = [...bar.querySelectorAll("button")];
  const save = buttons.find((one) => one.getAttribute("variant") === "primary");
  const discard = buttons.find((one) => one !== save);
  return { ...(save && { save }), ...(discard && { discard }) };
}

function watchForms(dirty: (form: HTMLFormElement) => void, clean: () => void): void {
  const formOf = (event: Event) =>
    event.target instanceof Element ? event.target.closest("form") : null;
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = formOf(event);
      if (form?.matches(FORM)) dirty(form);
    });
  }
  for (const kind of ["submit", "reset"]) {
    document.addEventListener(kind, (event) => {
      if (formOf(event)?.matches(FORM)) clean();
    });
  }
}

function leaving(channel: AdminChannel, isDirty: () => boolean): () => Promise<void> {
  const waiting = new Map<number, (isConfirmed: boolean) => void>();
  let next = 1;
  channel.on("leave", ({ id, isConfirmed }) => waiting.get(id)?.(isConfirmed));
  return () =>
    new Promise((resolve) => {
      if (!isDirty()) return resolve();
      const id = next++;
      // Whoever stays gets no answer: the promise resolves only for those who leave.
      waiting.set(id, (isConfirmed) => isConfirmed && resolve());
      channel.tell({ kind: "leave", id });
    });
}
