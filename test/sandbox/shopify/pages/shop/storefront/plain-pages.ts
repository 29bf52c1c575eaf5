import { html } from "../html.ts";
import { shopPage } from "../frame.ts";
import type { Visitor } from "../visitor.ts";

export function missingPage(visitor: Visitor): string {
  const { t } = visitor;
  const main = html`<div class="text-page">
    <h1>${t.missingTitle}</h1>
    <p>${t.missingText}</p>
    <p><a class="button" href="/shop">${t.backToShop}</a></p>
  </div>`;
  return shopPage(visitor, { title: t.missingTitle, main });
}

export function privacyPage(visitor: Visitor): string {
  const { t } = visitor;
  const main = html`<div class="text-page">
    <h1>${t.privacyTitle}</h1>
    ${t.privacy.map((paragraph) => html`<p>${paragraph}</p>`)}
  </div>`;
  return shopPage(visitor, { title: t.privacyTitle, main });
}
