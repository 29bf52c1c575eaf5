import { linesTotal, type Line } from "../../../state.ts";
import { html, type Html } from "../html.ts";
import { isLineAvailable, lineImage, lineTitle, lineVariant } from "../line-items.ts";
import { moneyText } from "../money-text.ts";
import { shopPage } from "../frame.ts";
import { themePart } from "../theme/render-block.ts";
import type { Visitor } from "../visitor.ts";

export function cartPage(visitor: Visitor): string {
  const { cart, t } = visitor;
  const lines = cart?.lines ?? [];
  const content = lines.length > 0 ? filledCart(visitor, lines) : emptyCart(visitor);
  const block = themePart(visitor, { name: "opt-in", template: "cart" });
  const main = html`<div class="cart">
    <h1>${t.cartTitle}</h1>
    ${content} ${block.markup}
  </div>`;
  return shopPage(visitor, { title: t.cart, main, parts: [block] });
}

function emptyCart({ t }: Visitor): Html {
  return html`<p>${t.cartEmpty}</p>
    <p><a class="button" href="/shop#range">${t.continueShopping}</a></p>`;
}

function filledCart(visitor: Visitor, lines: Line[]): Html {
  const { data, lang, t } = visitor;
  const total = moneyText(linesTotal(lines), data.shop.currency, lang);
  return html`<ul class="cart-lines">
      ${lines.map((line) => cartLine(visitor, line))}
    </ul>
    <div class="cart-end">
      <p class="sum"><span>${t.subtotal}</span> <strong>${total}</strong></p>
      <p class="small">${t.taxNote}</p>
      <form method="post" action="/shop/cart/checkout">
        <button class="button wide">${t.toCheckout}</button>
      </form>
      <p><a href="/shop#range">${t.continueShopping}</a></p>
    </div>`;
}

function cartLine(visitor: Visitor, line: Line): Html {
  const { data, lang, t } = visitor;
  const title = lineTitle(visitor, line);
  const variant = lineVariant(visitor, line);
  return html`<li class="cart-line">
    ${lineImage(visitor, line)}
    <div class="cart-line-words">
      <h2>${title}</h2>
      ${variant && html`<p class="small">${variant}</p>`}
      ${!isLineAvailable(data, line) && html`<p class="warning">${t.soldOut}</p>`}
      <form class="cart-line-form" method="post" action="/shop/cart/update">
        <input type="hidden" name="variant" value="${line.variantId}" />
        <input
          type="number"
          name="quantity"
          value="${line.quantity}"
          min="0"
          max="99"
          aria-label="${t.quantityOf(title)}"
        />
        <button class="plain">${t.update}</button>
        <button class="plain" name="remove" value="1" aria-label="${t.removeItem(title)}">
          ${t.remove}
        </button>
      </form>
    </div>
    <p class="cart-line-price">
      ${moneyText(line.priceMinor * line.quantity, data.shop.currency, lang)}
    </p>
  </li>`;
}
