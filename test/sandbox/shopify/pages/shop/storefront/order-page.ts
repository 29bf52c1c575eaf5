import type { Order } from "../../../state.ts";
import { orderSummary } from "../checkout/order-summary.ts";
import { extensionSlot } from "../extension-host/extension-slot.ts";
import { html, type Html } from "../html.ts";
import { shopPage } from "../frame.ts";
import { COUNTRIES } from "../texts.ts";
import type { Visitor } from "../visitor.ts";

/** The thank-you page. */
export function orderPage(visitor: Visitor, order: Order): string {
  const { t } = visitor;
  const main = html`<div class="checkout is-done">
    <div class="checkout-form">
      <p class="tick" aria-hidden="true">✓</p>
      <h1>${t.thanks(order.shippingAddress?.firstName ?? "")}</h1>
      <p class="lead">${t.orderLine(order.name)} ${order.email && t.sentTo(order.email)}</p>
      ${
        order.checkoutToken &&
        extensionSlot(visitor, { place: "thank-you", checkoutToken: order.checkoutToken })
      }
      ${deliveryAddress(visitor, order)}
      <p><a href="/shop/account/orders/${order.token}">${t.orderStatus}</a></p>
      <p><a class="button" href="/shop">${t.continueShopping}</a></p>
    </div>
    ${orderSummary(visitor, order.lines)}
  </div>`;
  return shopPage(visitor, {
    title: t.thanks(""),
    main,
    scripts: ["thank-you"],
    isCheckout: true,
  });
}

function deliveryAddress({ lang, t }: Visitor, order: Order): Html | null {
  const address = order.shippingAddress;
  if (!address?.address1) return null;
  const country = COUNTRIES.find((one) => one.code === address.countryCode)?.[lang];
  const name = [address.firstName, address.lastName].filter(Boolean).join(" ");
  const place = [address.zip, address.city].filter(Boolean).join(" ");
  const rows = [name, address.address1, place, country].filter(Boolean);
  return html`<section class="panel">
    <h2>${t.deliverTo}</h2>
    <p>${rows.map((row) => html`${row}<br />`)}</p>
  </section>`;
}
