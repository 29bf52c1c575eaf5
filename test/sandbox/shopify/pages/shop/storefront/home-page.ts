import { localized, type Product } from "../../../state.ts";
import { html, type Html } from "../html.ts";
import { moneyText } from "../money-text.ts";
import { shopPage } from "../frame.ts";
import { themePart } from "../theme/render-block.ts";
import type { Visitor } from "../visitor.ts";

export function homePage(visitor: Visitor, notice: string | null): string {
  const { data, t } = visitor;
  const products = [...data.products.values()];
  const [front] = products;
  const main = html`
    ${notice && html`<p class="notice" role="status">${notice}</p>`}
    <section class="hero">
      <div class="hero-words">
        <h1>${t.heroTitle}</h1>
        <p>${t.heroText}</p>
        <a class="button" href="#range">${t.heroButton}</a>
      </div>
      ${front && html`<img src="${front.picture}" alt="" width="1000" height="1000" />`}
    </section>
    <ul class="promises">
      ${t.promises.map((promise) => html`<li>${promise}</li>`)}
    </ul>
    <section class="range" id="range" aria-labelledby="range-title">
      <h2 id="range-title">${t.range}</h2>
      <ul class="grid">
        ${products.map((product) => productCard(visitor, product))}
      </ul>
    </section>
  `;
  const floating = themePart(visitor, { name: "floating-button", template: "index" });
  return shopPage(visitor, { title: t.navHome, main, floating });
}

/** One product as a list item that is a link as a whole. */
export function productCard(visitor: Visitor, product: Product): Html {
  const title = localized(product.title, visitor.lang);
  return html`<li class="card">
    <a href="/shop/products/${product.handle}">
      <img src="${product.picture}" alt="" width="1000" height="1000" />
      <span class="card-title">${title}</span>
      <span class="card-price">${priceLine(visitor, product)}</span>
    </a>
  </li>`;
}

function priceLine({ data, lang, t }: Visitor, product: Product): string {
  if (!product.variants.some((variant) => variant.available)) return t.soldOut;
  const prices = product.variants.map((variant) => variant.priceMinor);
  const lowest = moneyText(Math.min(...prices), data.shop.currency, lang);
  return Math.max(...prices) > Math.min(...prices) ? `${t.from} ${lowest}` : lowest;
}
