import type { Checkout } from "../../../state.ts";
import { extensionSlot } from "../extension-host/extension-slot.ts";
import { shopPage } from "../frame.ts";
import { html, type Html } from "../html.ts";
import { isLineAvailable } from "../line-items.ts";
import { COUNTRIES, type Texts } from "../texts.ts";
import type { Visitor } from "../visitor.ts";
import type { ContactErrors, ContactForm } from "./contact-form.ts";
import { orderSummary } from "./order-summary.ts";

type Filled = { form: ContactForm; errors: ContactErrors };

export function checkoutPage(visitor: Visitor, checkout: Checkout, filled: Filled): string {
  const { t, data } = visitor;
  const isGone = checkout.lines.some((line) => !isLineAvailable(data, line));
  const hasErrors = Object.keys(filled.errors).length > 0;
  const main = html`<div class="checkout">
    <form
      class="checkout-form"
      method="post"
      action="/shop/checkout/${checkout.token}/buy"
      data-contact="/shop/checkout/${checkout.token}/contact"
      novalidate
    >
      <h1 class="hidden">${t.checkoutTitle}</h1>
      ${hasErrors && html`<p class="warning" role="alert">${t.formErrors}</p>`}
      ${isGone && html`<p class="warning" role="alert">${t.goneItems}</p>`}
      <section class="panel">
        <h2>${t.contact}</h2>
        ${field(filled, { name: "email", label: t.email, type: "email", fill: "email" })}
        ${extensionSlot(visitor, { place: "checkout", checkoutToken: checkout.token })}
      </section>
      ${delivery(visitor, filled)}
      <section class="panel">
        <h2>${t.payment}</h2>
        <p class="payment">${t.paymentNote}</p>
      </section>
      <div class="checkout-end">
        <a href="/shop">‹ ${t.backToShop}</a>
        <button class="button" ${isGone && html`disabled`}>${t.buyNow}</button>
      </div>
    </form>
    ${orderSummary(visitor, checkout.lines)}
  </div>`;
  return shopPage(visitor, {
    title: t.checkoutTitle,
    main,
    scripts: ["checkout"],
    isCheckout: true,
  });
}

function delivery({ lang, t }: Visitor, filled: Filled): Html {
  const countries = COUNTRIES.map((one) => {
    const isChosen = one.code === filled.form.country;
    return html`<option value="${one.code}" ${isChosen && html`selected`}>${one[lang]}</option>`;
  });
  return html`<section class="panel fields">
    <h2>${t.delivery}</h2>
    <div class="field">
      <label for="country">${t.country}</label>
      <select id="country" name="country" autocomplete="country">
        ${countries}
      </select>
    </div>
    ${addressFields(t).map((each) => field(filled, each))}
  </section>`;
}

type Field = {
  name: keyof ContactForm;
  label: string;
  /** The autocomplete token. */
  fill: string;
  type?: string;
  /** "half": two of them share a row. */
  width?: string;
};

function addressFields(t: Texts): Field[] {
  return [
    { name: "firstName", label: t.firstName, fill: "given-name", width: "half" },
    { name: "lastName", label: t.lastName, fill: "family-name", width: "half" },
    { name: "address1", label: t.address, fill: "street-address" },
    { name: "zip", label: t.zip, fill: "postal-code", width: "half" },
    { name: "city", label: t.city, fill: "address-level2", width: "half" },
    { name: "phone", label: t.phone, fill: "tel", type: "tel" },
  ];
}

function field({ form, errors }: Filled, wanted: Field): Html {
  const { name, label, fill, type = "text", width = "" } = wanted;
  const error = errors[name];
  return html`<div class="field ${width}">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${form[name]}"
      autocomplete="${fill}"
      ${error && html`aria-invalid="true" aria-describedby="${name}-error"`}
    />
    ${error && html`<p class="field-error" id="${name}-error">${error}</p>`}
  </div>`;
}
