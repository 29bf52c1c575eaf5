import type { Shop } from "../../state.ts";
import { type Html, html, jsonScript } from "../html.ts";
import type { Language } from "../request.ts";
import { type AdminTexts, adminTexts } from "./texts.ts";

/** What the frame's script (client/admin-frame.ts) is told. */
export type AdminConfig = {
  appOrigin: string;
  /** Where the app is opened, e.g. "/app/reminders". */
  path: string;
  /** Added to every page that the admin opens (contract 9.3); id_token comes on top. */
  parameters: Record<string, string>;
  tokenUrl: string;
};

const ELSEWHERE = ["home", "orders", "products", "customers", "marketing"] as const;

/** A stand-in of the Shopify admin: top bar, navigation, the app in a frame. */
export function adminPage(shop: Shop, language: Language, config: AdminConfig): Html {
  const texts = adminTexts(language);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.app} · ${shop.name} · ${texts.title}</title>
        <link rel="stylesheet" href="/assets/admin.css" />
        ${jsonScript("config", config)}
        <script src="/assets/admin-frame.js" defer></script>
      </head>
      <body>
        ${topBar(shop, language, texts)}
        <div class="below">
          <nav class="side" aria-label="${texts.navigation}">
            <ul>
              ${ELSEWHERE.map((name) => html`<li><span class="off" title="${texts.notHere}">${texts[name]}</span></li>`)}
            </ul>
            <h2>${texts.apps}</h2>
            <ul>
              <li>
                <a
                  data-path="/app"
                  href="${config.tokenUrl.replace(/\/id-token$/, "/apps/beckon/app")}"
                  >${texts.app}</a
                >
                <ul id="app-menu"></ul>
              </li>
            </ul>
          </nav>
          <main>
            ${shop.installed ? html`<iframe title="${texts.app}" name="app-iframe"></iframe>` : html`<p class="away">${texts.uninstalled}</p>`}
            <div id="away" class="away" role="status" hidden>
              <strong>${texts.away}</strong>
              <p>${texts.awayHint}</p>
              <button id="retry">${texts.retry}</button>
            </div>
            <div id="toast" class="toast" role="status" hidden></div>
          </main>
        </div>
      </body>
    </html>`;
}

function topBar(shop: Shop, language: Language, texts: AdminTexts): Html {
  const options = (["en", "de"] as const).map(
    (code) =>
      html`<a
        href="?lang=${code}"
        lang="${code}"
        ${code === language ? html`aria-current="true"` : null}
        >${code.toUpperCase()}</a
      >`,
  );
  return html`<header class="top">
    <p class="what">${texts.standIn}</p>
    <div id="save-bar" class="save-bar" role="region" aria-label="${texts.unsaved}" hidden>
      <span>${texts.unsaved}</span><button id="discard">${texts.discard}</button
      ><button id="save" class="primary">${texts.save}</button>
    </div>
    <div class="who">
      <span class="languages" role="group" aria-label="${texts.language}">${options}</span>
      <span class="shop"
        ><span class="avatar" aria-hidden="true">${shop.name.slice(0, 2)}</span>${shop.name}</span
      >
    </div>
  </header>`;
}
