import { html, type Html } from "../html.ts";
import type { Visitor } from "../visitor.ts";
import { TARGETS, type Place } from "./targets.ts";

type Slot = { place: Exclude<Place, "profile">; checkoutToken: string } | { place: "profile" };

/** Room for an extension. Targets inside the checkout are for Shopify Plus only (contract 4.1). watchSlots opens its frame. */
export function extensionSlot({ data, lang }: Visitor, slot: Slot): Html | null {
  if (slot.place === "checkout" && data.shop.plan !== "Plus") return null;
  const target = TARGETS[slot.place];
  const query = new URLSearchParams({ target, lang });
  if (slot.place !== "profile") query.set("checkout", slot.checkoutToken);
  return html`<iframe
    class="extension"
    data-target="${target}"
    title="WhatsApp"
    data-address="/shop/extension-host?${query.toString()}"
  ></iframe>`;
}
