import { describe, expect, it } from "vitest";
import { asJpeg, catalogItem, variantGid } from "./catalog.rules.ts";
import { cartVariantsSchema } from "./catalog.types.ts";

const picture = (url: string) => ({ preview: { image: { url } } });
const node = {
  id: variantGid("42"),
  availableForSale: true,
  media: { nodes: [picture("https://cdn.shopify.com/s/own.webp?v=1")] },
  product: { handle: "shirt", status: "ACTIVE", featuredMedia: picture("https://x.example/p.jpg") },
};

const item = (changed: object) => {
  const [parsed] = cartVariantsSchema.parse({ nodes: [{ ...node, ...changed }] }).nodes;
  if (!parsed) throw new Error("did not parse");
  return catalogItem(parsed);
};

describe("a variant in a cart", () => {
  it("shows its own picture, as a JPEG", () => {
    expect(item({})).toEqual({
      variantId: "42",
      available: true,
      handle: "shirt",
      pictureUrl: "https://cdn.shopify.com/s/own.webp?v=1&format=jpg",
    });
  });

  it("shows its product's picture when it has none", () => {
    expect(item({ media: { nodes: [] } }).pictureUrl).toBe("https://x.example/p.jpg");
    expect(item({ media: { nodes: [{ preview: null }] } }).pictureUrl).toBe(
      "https://x.example/p.jpg",
    );
  });

  it("may have no picture at all", () => {
    const product = { ...node.product, featuredMedia: null };
    expect(item({ media: { nodes: [] }, product }).pictureUrl).toBeNull();
  });

  it("cannot be bought when it is sold out or its product is not active", () => {
    expect(item({ availableForSale: false }).available).toBe(false);
    expect(item({ product: { ...node.product, status: "ARCHIVED" } }).available).toBe(false);
  });

  it("may be gone", () => {
    expect(cartVariantsSchema.parse({ nodes: [null, {}] }).nodes).toEqual([null, null]);
  });
});

describe("a picture's address", () => {
  it.each(["https://shop.example/a.png", "not a url"])("stays as it is elsewhere: %s", (url) => {
    expect(asJpeg(url)).toBe(url);
  });
});
