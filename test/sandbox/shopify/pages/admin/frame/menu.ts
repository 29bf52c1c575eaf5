/// <reference lib="dom" />
import type { NavItem } from "../messages.ts";
import { currentPath, loadApp, onApp, tellApp } from "./app-frame.ts";
import { byId, page } from "./page-data.ts";
import { mayLeave } from "./unsaved.ts";

let items: NavItem[] = [];

/** The app's links below its name; the home link is the name itself, as in Shopify. */
function draw(): void {
  const home = items.find((item) => item.isHome) ?? { href: "/app", isHome: true };
  const rest = items.filter((item) => item !== home);
  byId("app-links").replaceChildren(
    link({ ...home, label: "Beckon" }, "home"),
    ...rest.map((item) => link(item, "page")),
  );
}

function link(item: NavItem, className: string): HTMLElement {
  const made = document.createElement("a");
  made.href = page.base + item.href;
  made.textContent = item.label;
  if (isCurrent(item)) made.setAttribute("aria-current", "page");
  made.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void go(item.href);
  });
  const entry = document.createElement("li");
  entry.className = className;
  entry.append(made);
  return entry;
}

function isCurrent({ href, isHome }: NavItem): boolean {
  const path = currentPath().split("?")[0];
  return path === href.split("?")[0] || (isHome && path === "");
}

async function go(href: string): Promise<void> {
  if (!(await mayLeave())) return;
  // Without a menu of its own the app has nothing that listens.
  if (items.length > 0) tellApp({ kind: "navigate", href });
  else await loadApp(href);
}

onApp("nav", (nav) => {
  ({ items } = nav);
  draw();
});
onApp("location", ({ path }) => {
  const { locale } = page;
  const url = new URL(page.base + path, location.href);
  if (new URLSearchParams(location.search).has("locale")) url.searchParams.set("locale", locale);
  history.replaceState(null, "", url);
  draw();
});
