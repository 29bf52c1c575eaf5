/// <reference lib="dom" />
import { type AdminChannel, openChannel } from "./admin-channel.ts";
import { type IdTokens, idTokens } from "./id-token.ts";
import { defineModal } from "./modal.ts";
import { defineNavMenus } from "./nav-menu.ts";
import { syncNavigation } from "./navigation.ts";
import { patchFetch } from "./patch-fetch.ts";
import { saveBars } from "./save-bar.ts";
import { toasts } from "./toast.ts";

/** The stand-in of Shopify's App Bridge: `/app-bridge.js`, a plain script in the head of the app's pages. */

function start(script: HTMLScriptElement): void {
  const query = new URLSearchParams(location.search);
  const origin = new URL(script.src).origin;
  if (window.parent === window) return goToAdmin(origin, query);
  const channel = openChannel(origin);
  const apiKey = apiKeyOf(script);
  const tokens = idTokens(channel, apiKey);
  channel.tell({ kind: "hello", apiKey });
  const reload = query.get("shopify-reload");
  if (reload) return void bounce(reload, tokens);
  hideOwnElements();
  defineNavMenus(channel);
  const leaveFor = (url: string) => channel.tell({ kind: "open", url });
  patchFetch(tokens, leaveFor);
  patchOpen(leaveFor);
  syncNavigation(channel);
  publish(channel, tokens, { apiKey, query });
}

function apiKeyOf(script: HTMLScriptElement): string {
  const meta = document.querySelector<HTMLMetaElement>("meta[name='shopify-api-key']");
  const key = script.dataset["apiKey"] ?? meta?.content ?? "";
  if (key === "") throw new Error("App Bridge: the meta tag shopify-api-key is missing");
  return key;
}

/** The library's bounce page holds nothing but this script: fetch a token and come back with it (contract 9.3). */
async function bounce(reload: string, tokens: IdTokens): Promise<void> {
  const url = new URL(reload, location.href);
  if (url.origin !== location.origin) throw new Error("App Bridge: foreign shopify-reload");
  url.searchParams.set("id_token", await tokens.fresh());
  location.replace(url);
}

/** An app that is opened outside the admin is sent into it, unless it opts out. */
function goToAdmin(origin: string, query: URLSearchParams): void {
  const off = document.querySelector<HTMLMetaElement>("meta[name='shopify-disabled-features']");
  const store = query.get("shop")?.split(".")[0];
  if (!store || off?.content.includes("auto-redirect")) return;
  location.replace(`${origin}/store/${store}/apps/beckon${location.pathname}`);
}

/** By a sheet of the document, not a style element: React takes over the whole head. */
function hideOwnElements(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("ui-nav-menu, s-app-nav, ui-save-bar, ui-title-bar { display: none }");
  document.adoptedStyleSheets.push(sheet);
}

/** The frame may not navigate what holds it; the admin does it for the app. */
function patchOpen(leaveFor: (url: string) => void): void {
  const plain = window.open.bind(window);
  window.open = (url, target, features) => {
    const wanted = new URL(String(url ?? ""), location.href);
    const isOfAdmin = target === "_top" || target === "_parent" || wanted.protocol === "shopify:";
    if (!isOfAdmin) return plain(url, target, features);
    leaveFor(wanted.href);
    return null;
  };
}

function publish(
  channel: AdminChannel,
  tokens: IdTokens,
  { apiKey, query }: { apiKey: string; query: URLSearchParams },
): void {
  const config = {
    apiKey,
    host: query.get("host") ?? "",
    shop: query.get("shop") ?? "",
    locale: query.get("locale") ?? "en-US",
  };
  const value = {
    config,
    origin: channel.origin,
    ready: Promise.resolve(),
    environment: { mobile: false, embedded: true, pos: false },
    idToken: () => tokens.current(),
    user: async () => ({ accountAccess: "Account Owner" }),
    loading: (on = true) => channel.tell({ kind: "loading", on }),
    toast: toasts(channel),
    saveBar: saveBars(channel),
    modal: defineModal(),
    resourcePicker: async () => {
      throw new Error("The stand-in has no resource picker");
    },
  };
  Object.defineProperty(window, "shopify", { value });
}

const { currentScript } = document;
if (!(currentScript instanceof HTMLScriptElement)) {
  throw new Error("App Bridge has to be a plain script, not a module");
}
start(currentScript);
