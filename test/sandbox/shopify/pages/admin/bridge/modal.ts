/// <reference lib="dom" />

/**
 * `ui-modal`: Shopify draws it over the whole admin; here it is a dialog of the app's own document. Its title and
 * buttons come from the `ui-title-bar` inside.
 */
class ModalElement extends HTMLElement {
  /** Where React portals the children; plain ones are moved here when it opens. */
  readonly content = document.createElement("div");
  private readonly dialog = document.createElement("dialog");

  async show(): Promise<void> {
    if (this.dialog.open) return;
    const children = Array.from(this.childNodes).filter((one) => one.nodeName !== "UI-TITLE-BAR");
    this.content.append(...children);
    this.dialog.replaceChildren(...this.heading(), this.content, this.footer());
    this.dialog.addEventListener("close", () => void this.hide(), { once: true });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.dispatchEvent(new Event("show"));
  }

  async hide(): Promise<void> {
    if (!this.dialog.isConnected) return;
    this.dialog.remove();
    this.dialog.close();
    this.dispatchEvent(new Event("hide"));
  }

  async toggle(): Promise<void> {
    await (this.dialog.open ? this.hide() : this.show());
  }

  disconnectedCallback(): void {
    void this.hide();
  }

  private heading(): HTMLElement[] {
    const title = this.querySelector("ui-title-bar")?.getAttribute("title");
    if (!title) return [];
    this.dialog.ariaLabel = title;
    const heading = document.createElement("h2");
    heading.textContent = title;
    return [heading];
  }

  private footer(): HTMLElement {
    const footer = document.createElement("footer");
    for (const original of this.querySelectorAll<HTMLButtonElement>("ui-title-bar button")) {
      const button = document.createElement("button");
      button.textContent = original.textContent;
      button.addEventListener("click", () => original.click());
      footer.append(button);
    }
    return footer;
  }
}

/** `shopify.modal` and its element. */
export function defineModal() {
  customElements.define("ui-modal", ModalElement);
  const modal = (id: string) => {
    const element = document.getElementById(id);
    if (element instanceof ModalElement) return element;
    throw new Error(`There is no ui-modal "${id}"`);
  };
  return {
    show: async (id: string) => modal(id).show(),
    hide: async (id: string) => modal(id).hide(),
    toggle: async (id: string) => modal(id).toggle(),
  };
}
