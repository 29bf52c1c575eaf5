/// <reference lib="dom" />
import { loadApp, onApp, openApp, refreshApp } from "./app-frame.ts";
import "./menu.ts";
import { byId, page } from "./page-data.ts";
import { showToast } from "./toasts.ts";
import { mayLeave } from "./unsaved.ts";

onApp("loading", ({ on }) => {
  byId("loading").hidden = !on;
});

/** The app asks to leave its frame: back into itself, or to a page that only Shopify has. */
onApp("open", ({ url }) => {
  if (url.startsWith(`${page.appOrigin}/`)) return void loadApp(url.slice(page.appOrigin.length));
  const inside =
    /^(?:https:\/\/admin\.shopify\.com\/store\/[^/]+|shopify:\/\/admin)\/apps\/[^/?]+(.*)/;
  const path = inside.exec(url)?.[1];
  if (path !== undefined) return void loadApp(path);
  const message = `${page.texts.opens}: ${url}`;
  showToast({ id: crypto.randomUUID(), message, isError: false, ms: 6000, action: "" });
});

for (const button of document.querySelectorAll<HTMLElement>("[data-locale]")) {
  button.addEventListener("click", () => void switchTo(button.dataset["locale"] ?? "en"));
}

async function switchTo(locale: string): Promise<void> {
  if (!(await mayLeave())) return;
  const url = new URL(location.href);
  url.searchParams.set("locale", locale);
  location.assign(url);
}

// The demo page holds this one in a frame and says when something has happened elsewhere.
window.addEventListener("message", (event) => {
  const isFromHolder = event.source === window.parent && window.parent !== window;
  if (isFromHolder && event.data === "refresh-app") refreshApp();
});

openApp();
