/// <reference lib="dom" />
import type { NavItem } from "../messages.ts";
import type { AdminChannel } from "./admin-channel.ts";

/** `ui-nav-menu` and `s-app-nav`: not shown in the app; the admin draws their links in its own menu. */
export function defineNavMenus(channel: AdminChannel): void {
  const announce = (items: NavItem[]) => channel.tell({ kind: "nav", items });
  for (const name of ["ui-nav-menu", "s-app-nav"]) {
    customElements.define(
      name,
      class extends HTMLElement {
        readonly watch = new MutationObserver(() => announce(itemsOf(this)));

        connectedCallback(): void {
          const whole = { childList: true, subtree: true, attributes: true, characterData: true };
          this.watch.observe(this, whole);
          announce(itemsOf(this));
        }

        disconnectedCallback(): void {
          this.watch.disconnect();
          announce([]);
        }
      },
    );
  }
}

function itemsOf(menu: Element): NavItem[] {
  return [...menu.querySelectorAll("a[href], s-link[href]")].map((link) => ({
    href: link.getAttribute("href") ?? "",
    label: link.textContent.trim(),
    isHome: link.getAttribute("rel") === "home",
  }));
}
