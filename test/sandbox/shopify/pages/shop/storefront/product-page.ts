import { localized, type Product, type Variant } from "../../../state.ts";
import { html, type Html } from "../html.ts";
import { moneyText } from "../money-text.ts";
import { shopPage } from "../frame.ts";
import { themePart } from "../theme/render-block.ts";
import type { Visitor } from "../visitor.ts";
import { productCard } from "./home-page.ts";

const MOST_PER_LINE = 10;

export function productPage(visitor: Visitor, product: Product): string {
  const { lang, t } = visitor;
  const title = localized(product.title, lang);
  const block = themePart(visitor, { name: "opt-in", template: "product" });
  const main = html`
    <article class="product">
      <img
        class="product-picture"
        src="${product.picture}"
        alt="${title}"
        width="1000"
        height="1000"
      />
      <div class="product-words">
        <h1>${title}</h1>
        <p class="lead">${localized(product.description, lang)}</p>
        ${buyForm(visitor, product)}
        <p class="small">${t.taxNote}</p>
        ${block.markup}
      </div>
    </article>
    <section class="range" aria-labelledby="also">
      <h2 id="also">${t.alsoLike}</h2>
      <ul class="grid">
        ${neighbours(visitor, product).map((one) => productCard(visitor, one))}
      </ul>
    </section>
  `;
  return shopPage(visitor, { title, main, parts: [block] });
}

function buyForm(visitor: Visitor, product: Product): Html {
  const { t } = visitor;
  const chosen = product.variants.find((variant) => variant.available);
  const choices = product.variants.map((each) => variantChoice(visitor, each, each === chosen));
  return html`<form method="post" action="/shop/cart/add">
    ${
      product.variants.length > 1
        ? html`<fieldset class="choices">
            <legend>${t.size}</legend>
            ${choices}
          </fieldset>`
        : singlePrice(visitor, product)
    }
    <div class="add">
      <label class="field quantity">
        <span>${t.quantity}</span>
        <input type="number" name="quantity" value="1" min="1" max="${MOST_PER_LINE}" required />
      </label>
      <button class="button" ${!chosen && html`disabled`}>
        ${chosen ? t.addToCart : t.soldOut}
      </button>
    </div>
  </form>`;
}

function singlePrice({ data, lang }: Visitor, product: Product): Html {
  const [variant] = product.variants;
  return html`<p class="price">${moneyText(variant?.priceMinor ?? 0, data.shop.currency, lang)}</p>
    <input type="hidden" name="variant" value="${variant?.id}" />`;
}

function variantChoice(visitor: Visitor, variant: Variant, isChosen: boolean): Html {
  const { data, lang, t } = visitor;
  const price = moneyText(variant.priceMinor, data.shop.currency, lang);
  return html`<label class="choice">
    <input
      type="radio"
      name="variant"
      value="${variant.id}"
      ${isChosen && html`checked`}
      ${!variant.available && html`disabled`}
    />
    <span class="choice-face">
      <span>${localized(variant.title, lang)}</span>
      <span>${variant.available ? price : t.soldOut}</span>
    </span>
  </label>`;
}

/** Four others: of the same tag first. */
function neighbours({ data }: Visitor, product: Product): Product[] {
  const shared = (one: Product) => one.tags.filter((tag) => product.tags.includes(tag)).length;
  return [...data.products.values()]
    .filter((one) => one !== product)
    .toSorted((a, b) => shared(b) - shared(a))
    .slice(0, 4);
}
