import { html, type Html } from "../html.ts";
import type { Visitor } from "../visitor.ts";

/** The targets that the built extension may register, by the page that has room for them. */
export const TARGETS = {
  checkout: "purchase.checkout.contact.render-after",
  "thank-you": "purchase.thank-you.block.render",
} as const;

type Slot = { place: keyof typeof TARGETS; checkoutToken: string };

/** Room for an extension. Targets inside the checkout are for Shopify Plus only (contract 4.1). */
export function extensionSlot({ data, lang }: Visitor, slot: Slot): Html | null {
  const { place, checkoutToken } = slot;
  if (place === "checkout" && data.shop.plan !== "Plus") return null;
  const target = TARGETS[place];
  const query = new URLSearchParams({ target, checkout: checkoutToken, lang });
  return html`<iframe
    class="extension"
    data-target="${target}"
    title="WhatsApp"
    src="/shop/extension-host?${query.toString()}"
  ></iframe>`;
}
