import type { Customer, Order } from "../../../state.ts";
import { extensionSlot } from "../extension-host/extension-slot.ts";
import { html, type Html } from "../html.ts";
import { shopPage } from "../frame.ts";
import type { Visitor } from "../visitor.ts";

/** Where a customer signs in. The stand-in believes the e-mail; Shopify sends a code to it. */
export function signInPage(visitor: Visitor): string {
  const { t } = visitor;
  const main = html`<div class="text-page">
    <h1>${t.signIn}</h1>
    <p>${t.signInText}</p>
    <form method="post" action="/shop/account/sign-in">
      <div class="field">
        <label for="email">${t.email}</label>
        <input id="email" name="email" type="email" autocomplete="email" required />
      </div>
      <p><button class="button">${t.signIn}</button></p>
    </form>
  </div>`;
  return shopPage(visitor, { title: t.signIn, main });
}

/** The customer's profile, with the place that Shopify gives extensions there. */
export function profilePage(visitor: Visitor, customer: Customer): string {
  const { t, data } = visitor;
  const orders = [...data.orders.values()].filter((one) => one.customerId === customer.id);
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  const main = html`<div class="text-page">
    <h1>${t.account}</h1>
    <p>${name && html`${name}<br />`}${customer.email}</p>
    <section class="panel">${extensionSlot(visitor, { place: "profile" })}</section>
    ${orders.length > 0 && orderList(visitor, orders)}
    <form method="post" action="/shop/account/sign-out">
      <button class="plain">${t.signOut}</button>
    </form>
  </div>`;
  return shopPage(visitor, { title: t.account, main, scripts: ["thank-you"] });
}

function orderList({ t }: Visitor, orders: Order[]): Html {
  const links = orders.map(
    (order) =>
      html`<li><a href="/shop/account/orders/${order.token}">${t.orderNamed(order.name)}</a></li>`,
  );
  return html`<h2>${t.orders}</h2>
    <ul>
      ${links}
    </ul>`;
}

/** The order status page: another page than the thank-you page, with its own place for extensions. */
export function orderStatusPage(visitor: Visitor, order: Order): string {
  const { t } = visitor;
  const main = html`<div class="text-page">
    <h1>${t.orderNamed(order.name)}</h1>
    <p>${order.cancelledAt ? t.orderCancelled : t.orderOnItsWay}</p>
    <section class="panel">
      ${
        order.checkoutToken &&
        extensionSlot(visitor, { place: "order-status", checkoutToken: order.checkoutToken })
      }
    </section>
    <p><a href="/shop/account">${t.account}</a></p>
  </div>`;
  const title = t.orderNamed(order.name);
  return shopPage(visitor, { title, main, scripts: ["thank-you"] });
}
