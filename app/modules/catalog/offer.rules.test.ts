import { describe, expect, it } from "vitest";
import { countryCode, languageCode } from "./market.rules.ts";
import { offerOf } from "./offer.rules.ts";
import { offersSchema } from "./offer.types.ts";

const variant = (id: number, amount: string, availableForSale: boolean) => ({
  id: `gid://shopify/ProductVariant/${id}`,
  availableForSale,
  price: { amount, currencyCode: "CHF" },
  compareAtPrice: null,
});
const NODE = {
  id: "gid://shopify/Product/7009",
  title: "Stoneware mug",
  handle: "mug",
  onlineStoreUrl: "https://shop.example/de-ch/products/mug?x=1",
  featuredImage: { url: "https://cdn.shopify.com/mug.webp?v=2" },
  selectedOrFirstAvailableVariant: variant(1, "29.9", true),
  variants: {
    nodes: [variant(1, "29.9", true), variant(2, "24.0", true), variant(3, "19.0", false)],
  },
};
const offer = (change: object = {}) => {
  const [node] = offersSchema.parse({ nodes: [{ ...NODE, ...change }] }).nodes;
  return node ? offerOf(node) : null;
};

describe("an offer", () => {
  it("is the cheapest variant that can be had there, in that market's currency", () => {
    expect(offer()).toEqual({
      productId: "7009",
      title: "Stoneware mug",
      variantId: "2",
      priceMinor: 2400,
      compareAtMinor: null,
      currency: "CHF",
      available: true,
      published: true,
      url: "/de-ch/products/mug",
      pictureUrl: "https://cdn.shopify.com/mug.webp?v=2&format=jpg",
    });
  });

  it("shows what it cost before only where that was more, in the same currency", () => {
    const before = (amount: string, currencyCode = "CHF") => {
      const only = { ...variant(1, "20.0", true), compareAtPrice: { amount, currencyCode } };
      return offer({ selectedOrFirstAvailableVariant: only, variants: { nodes: [] } });
    };
    expect(before("25.0")).toMatchObject({ compareAtMinor: 2500 });
    expect(before("20.0")).toMatchObject({ compareAtMinor: null });
    expect(before("25.0", "EUR")).toMatchObject({ compareAtMinor: null });
  });

  it("knows of a variant beyond the first ones when only that can be had", () => {
    const nodes = [variant(2, "10.0", false)];
    expect(offer({ variants: { nodes } })).toMatchObject({ variantId: "1", available: true });
  });

  it("is sold out when nothing can be had there", () => {
    const nodes = [variant(1, "29.9", false)];
    const none = { selectedOrFirstAvailableVariant: nodes[0], variants: { nodes } };
    expect(offer(none)).toMatchObject({ available: false });
  });

  it("is not published where the online store has no page for it", () => {
    expect(offer({ onlineStoreUrl: null })).toMatchObject({
      published: false,
      url: "/products/mug",
    });
  });

  it.each([
    ["no variant has a price", { selectedOrFirstAvailableVariant: null, variants: { nodes: [] } }],
    ["its title is none", { title: null }],
    ["its id is none", { id: 7009 }],
  ])("is none when %s", (_name, change) => {
    expect(offer(change)).toBeNull();
  });

  it("does without a picture", () => {
    expect(offer({ featuredImage: null })).toMatchObject({ pictureUrl: null });
  });
});

describe("a person's market", () => {
  it.each([
    ["DE", "DE"],
    ["at", "AT"],
    ["PR", "US"],
    ["", null],
    ["Germany", null],
    ["XX", null],
    [null, null],
  ])("for %j is %j", (country, code) => {
    expect(countryCode(country)).toBe(code);
  });

  it.each([
    ["de", "DE"],
    ["de-AT", "DE"],
    ["pt-BR", "PT_BR"],
    ["pt_pt", "PT_PT"],
    ["en_US", "EN"],
    ["xx", null],
    ["", null],
    [null, null],
  ])("speaks %j as %j", (language, code) => {
    expect(languageCode(language)).toBe(code);
  });
});
