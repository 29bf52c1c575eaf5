import type { CLIENT_SCRIPTS } from "./client-script.ts";
import { html, type Html } from "./html.ts";
import type { ThemePart } from "./theme/render-block.ts";
import type { Visitor } from "./visitor.ts";

type Content = {
  title: string;
  main: Html;
  /** Scripts of client/ that this page needs. */
  scripts?: Array<keyof typeof CLIENT_SCRIPTS>;
  /** What apps added to this page of the theme: drawn by the page itself, or floating over it. */
  parts?: ThemePart[];
  floating?: ThemePart;
  /** The checkout has a quiet header, so that nothing leads away by accident. */
  isCheckout?: boolean;
};

/** A whole document of the shop. */
export function shopPage(visitor: Visitor, content: Content): string {
  const { data, lang, t } = visitor;
  const { title, main, scripts = [], parts = [], floating, isCheckout = false } = content;
  const added = floating ? [...parts, floating] : parts;
  const page = html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${data.shop.name}</title>
        <link rel="icon" href="/shop/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/shop/assets/shop.css" />
        ${scripts.map((name) => html`<script src="/shop/scripts/${name}.js" defer></script>`)}
        ${themeFiles(added)}
      </head>
      <body class="${isCheckout ? "is-checkout" : "is-store"}">
        <a class="skip" href="#main">${t.skip}</a>
        ${header(visitor, isCheckout)}
        <main id="main">${main}</main>
        ${isCheckout ? null : footer(visitor)} ${floating?.markup}
      </body>
    </html>`;
  return page.text;
}

/** Each file of an app once, and none on pages where the app adds nothing. */
function themeFiles(parts: ThemePart[]): Html[] {
  const once = (names: string[]) => [...new Set(names)];
  const styles = once(parts.flatMap((part) => part.styles));
  const scripts = once(parts.flatMap((part) => part.scripts));
  return [
    ...styles.map((name) => html`<link rel="stylesheet" href="/shop/theme-assets/${name}" />`),
    ...scripts.map((name) => html`<script src="/shop/theme-assets/${name}" defer></script>`),
  ];
}

function header(visitor: Visitor, isCheckout: boolean): Html {
  const { data, t } = visitor;
  return html`<header class="header">
    <div class="bar">
      <a class="wordmark" href="/shop">${data.shop.name}</a>
      ${isCheckout ? null : html`<nav><a href="/shop#range">${t.navHome}</a></nav>`}
      <div class="tools">${languageSwitch(visitor)} ${isCheckout ? null : cartLink(visitor)}</div>
    </div>
  </header>`;
}

function languageSwitch({ url, lang, t }: Visitor): Html {
  const links = (["de", "en"] as const).map((each) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("lang", each);
    const current = each === lang && html`aria-current="true"`;
    return html`<a href="${url.pathname}?${query.toString()}" hreflang="${each}" ${current}
      >${each.toUpperCase()}</a
    >`;
  });
  return html`<div class="languages" role="group" aria-label="${t.language}">${links}</div>`;
}

function cartLink({ cart, t }: Visitor): Html {
  const count = (cart?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
  return html`<a class="cart-link" href="/shop/cart" aria-label="${t.cartWith(count)}">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 8h14l-1.2 12H6.2L5 8Z M8.5 8a3.5 3.5 0 0 1 7 0" />
    </svg>
    <span class="cart-word">${t.cart}</span>
    ${count > 0 && html`<span class="count">${count}</span>`}
  </a>`;
}

function footer({ data, t }: Visitor): Html {
  return html`<footer class="footer">
    <p class="wordmark">${data.shop.name}</p>
    <p>${t.footer}</p>
    <p><a href="/shop/account">${t.account}</a></p>
    <p><a href="/shop/privacy">${t.privacyTitle}</a></p>
  </footer>`;
}
