import type { Shop } from "../../state.ts";
import { html, jsonScript, type Markup } from "../../../page-kit/html.ts";
import type { AdminLocale, AdminTexts } from "./admin-texts.ts";

export type AdminPage = {
  shop: Shop;
  locale: AdminLocale;
  texts: AdminTexts;
  /** Path of the admin at which the app begins: "/store/demo/apps/beckon". */
  base: string;
  appOrigin: string;
  /** The first address of the app's frame; null where the app is not installed. */
  frame: string | null;
};

const LOCALES = { en: "English", de: "Deutsch" };

/** The admin around the app: top bar, menu and the app's frame; frame/admin.ts brings it to life. */
export function adminPage(page: AdminPage): string {
  const { shop, locale, texts, base, appOrigin } = page;
  const data = { shop: shop.domain, locale, texts, base, appOrigin };
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Beckon · ${shop.name} · ${texts.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/admin-frame.css" />
        ${jsonScript("page", data)}
        <script type="module" src="/admin-frame.js"></script>
      </head>
      <body>
        <a class="skip" href="#app">${texts.skip}</a>
        ${topBar(page)} ${saveBar(texts)}
        <div class="columns">
          ${menu(page)}
          <main class="content">
            <div
              class="loading"
              id="loading"
              role="progressbar"
              aria-label="${texts.loading}"
              hidden
            ></div>
            <div class="no-answer" id="no-answer" role="alert" hidden></div>
            ${content(page)}
          </main>
        </div>
        <div class="toasts" id="toasts" role="status"></div>
        ${leaveDialog(texts)}
      </body>
    </html>`.text;
}

function topBar({ shop, texts, locale }: AdminPage): Markup {
  const locales = Object.entries(LOCALES).map(
    ([code, name]) =>
      html`<button
        type="button"
        lang="${code}"
        data-locale="${code}"
        aria-label="${code.toUpperCase()} ${name}"
        aria-pressed="${String(code === locale)}"
      >
        ${code.toUpperCase()}
      </button>`,
  );
  return html`<header class="top">
    <span class="brand">${texts.title} <small>${texts.standIn}</small></span>
    <span class="shop">
      <span class="avatar" aria-hidden="true">${shop.name.slice(0, 2)}</span>
      <span class="shop-name">${shop.name}</span>
    </span>
    <div class="locales" role="group" aria-label="${texts.language}">${locales}</div>
  </header>`;
}

function menu({ texts, base }: AdminPage): Markup {
  const rest = [texts.home, texts.orders, texts.products, texts.customers];
  return html`<nav class="menu" aria-label="${texts.menu}">
    <ul class="rest">
      ${rest.map((label) => html`<li title="${texts.notHere}">${label}</li>`)}
    </ul>
    <p class="heading">${texts.apps}</p>
    <ul class="app-links" id="app-links">
      <li class="home"><a href="${base}">Beckon</a></li>
    </ul>
  </nav>`;
}

/**
 * The script opens the frame once it listens: an app that is faster than it would announce its menu to nobody. The
 * frame is busy until the app's router listens, too.
 */
function content({ frame, texts, base, locale }: AdminPage): Markup {
  if (frame !== null) {
    return html`<iframe
      id="app"
      name="app"
      title="Beckon"
      data-address="${frame}"
      aria-busy="true"
      allow="clipboard-write"
    ></iframe>`;
  }
  return html`<form
    class="install"
    id="app"
    method="post"
    action="${base}/install?locale=${locale}"
  >
    <p>${texts.notInstalled}</p>
    <button class="primary">${texts.install}</button>
  </form>`;
}

function saveBar(texts: AdminTexts): Markup {
  return html`<section class="save-bar" id="save-bar" aria-label="${texts.unsaved}" hidden>
    <span>${texts.unsaved}</span>
    <button type="button" id="discard"></button>
    <button type="button" id="save" class="primary"></button>
  </section>`;
}

function leaveDialog(texts: AdminTexts): Markup {
  return html`<dialog id="leave" aria-labelledby="leave-title">
    <h2 id="leave-title">${texts.leaveTitle}</h2>
    <p>${texts.leaveText}</p>
    <form method="dialog">
      <button value="stay">${texts.stay}</button>
      <button value="leave" class="danger">${texts.leave}</button>
    </form>
  </dialog>`;
}
