/// <reference lib="dom" />
import type { AdminChannel } from "./admin-channel.ts";

/** What the admin puts into the frame's URL; not part of the app's own address. */
const OF_THE_ADMIN = ["embedded", "shop", "host", "id_token", "session", "locale", "hmac"];

/** Keeps the admin's address in step with the app's, and follows the admin's menu. */
export function syncNavigation(channel: AdminChannel): void {
  const report = () => channel.tell({ kind: "location", path: ownPath() });
  let refreshing = false;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  history.pushState = (state, unused, url) => {
    // A refresh shows the same page again: no new step for the back button, and nothing may jump.
    if (refreshing) replace(state, unused, url);
    else push(state, unused, url);
    if (refreshing) keepScroll();
    refreshing = false;
    report();
  };
  history.replaceState = (state, unused, url) => {
    replace(state, unused, url);
    report();
  };
  window.addEventListener("popstate", report);
  const refresh = () => {
    if (isTyping()) return;
    refreshing = true;
    navigate(location.pathname + location.search);
  };
  const listening = untilRouterListens();
  void listening.then(() => channel.tell({ kind: "ready" }));
  channel.on("navigate", ({ href }) => void listening.then(() => navigate(href)));
  channel.on("refresh", () => void listening.then(refresh));
  document.addEventListener("click", (event) => {
    const link =
      event.target instanceof Element ? event.target.closest("a[href^='shopify:']") : null;
    if (!link) return;
    event.preventDefault();
    channel.tell({ kind: "open", url: link.getAttribute("href") ?? "" });
  });
  report();
}

/** The event that the app's router listens to; it reads the target's `href` (spike of 2026-11-22, contract 1.5). */
const NAVIGATE = "shopify:navigate";
const MENUS = "ui-nav-menu, s-app-nav";

/** A page is there before its scripts are: where somebody wants to go until then would be told to nobody. */
function untilRouterListens(): Promise<void> {
  const plain = window.addEventListener.bind(window);
  return new Promise((resolve) => {
    window.addEventListener = (...given: Parameters<typeof plain>) => {
      plain(...given);
      if (given[0] === NAVIGATE) resolve();
    };
    // A page without a menu, as one about a failure, has no router that could be waited for.
    plain("load", () => {
      if (!document.querySelector(MENUS)) resolve();
    });
  });
}

function navigate(href: string): void {
  const known = [...document.querySelectorAll("ui-nav-menu a, s-app-nav a, s-app-nav s-link")];
  const link = known.find((one) => one.getAttribute("href") === href) ?? looseLink(href);
  link.dispatchEvent(new Event(NAVIGATE, { bubbles: true }));
  if (link.parentElement === document.body) link.remove();
}

function looseLink(href: string): Element {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  link.hidden = true;
  document.body.append(link);
  return link;
}

function ownPath(): string {
  const query = new URLSearchParams(location.search);
  for (const name of OF_THE_ADMIN) query.delete(name);
  const text = query.toString();
  return location.pathname + (text && `?${text}`);
}

function isTyping(): boolean {
  return document.hasFocus() && Boolean(document.activeElement?.matches("input, textarea, select"));
}

function keepScroll(): void {
  const y = window.scrollY;
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, y)));
}
