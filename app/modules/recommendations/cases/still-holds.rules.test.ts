import { expect, it } from "vitest";
import type { CaseProduct } from "./case.types.ts";
import { type OfferNow, stillHolds } from "./still-holds.rules.ts";

const product: CaseProduct = {
  productId: "7",
  title: "Servietten",
  priceMinor: 3600,
  currency: "EUR",
  probability: 0.1,
  source: "co_purchase",
  reason: { kind: "popular" },
};
const inCart = { ...product, variantId: "71" };
const offer: OfferNow = {
  available: true,
  published: true,
  priceMinor: 3600,
  currency: "EUR",
  variantId: "71",
};

it.each<[string, CaseProduct, OfferNow | undefined, boolean]>([
  ["as it was", product, offer, true],
  ["unknown to Shopify", product, undefined, false],
  ["sold out", product, { ...offer, available: false }, false],
  ["taken out of the shop", product, { ...offer, published: false }, false],
  ["dearer", product, { ...offer, priceMinor: 3601 }, false],
  ["cheaper", product, { ...offer, priceMinor: 3599 }, false],
  ["sold in another currency", product, { ...offer, currency: "CHF" }, false],
  [
    "there in another variant, behind a link to its page",
    product,
    { ...offer, variantId: "72" },
    true,
  ],
  ["there in the variant of the cart", inCart, offer, true],
  ["there in another variant than the cart's", inCart, { ...offer, variantId: "72" }, false],
])("a product that is %s", (_, shown, now, holds) => {
  expect(stillHolds(shown, now)).toBe(holds);
});
