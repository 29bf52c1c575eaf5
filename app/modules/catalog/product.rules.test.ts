import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { productOfLines } from "./import-product.rules.ts";
import { productBody } from "./product-body.types.ts";
import { chooseVariant, productOfBody, statusOf } from "./product.rules.ts";

const SENT = new Date("2026-11-22T10:00:01Z");
const BODY = {
  id: 7009,
  title: "Stoneware mug",
  handle: "mug",
  product_type: "Kitchen",
  vendor: "Leinenwerk",
  tags: "kitchen, ceramics",
  status: "active",
  published_at: "2026-01-01T00:00:00Z",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-11-22T10:00:00Z",
  image: { src: "https://cdn.shopify.com/mug.jpg" },
  variants: [
    {
      id: 1,
      price: "24.00",
      compare_at_price: null,
      inventory_quantity: 3,
      inventory_policy: "deny",
    },
    {
      id: 2,
      price: "19.00",
      compare_at_price: "24.00",
      inventory_quantity: 0,
      inventory_policy: "deny",
    },
    {
      id: 3,
      price: "22.00",
      compare_at_price: "20.00",
      inventory_quantity: 0,
      inventory_policy: "continue",
    },
  ],
};
const read = (change: object = {}, currency = "EUR") =>
  productOfBody(productBody.parse({ ...BODY, ...change }), { currency, triggeredAt: SENT });

describe("a product's webhook", () => {
  it("tells the cheapest variant that can be had, with its price and what it cost before", () => {
    expect(read()).toMatchObject({
      productId: "7009",
      tags: ["kitchen", "ceramics"],
      published: true,
      available: true,
      variantId: "3",
      priceMinor: 2200,
      compareAtMinor: null,
    });
    const reduced = { ...BODY.variants[0], compare_at_price: "30" };
    expect(read({ variants: [reduced] })).toMatchObject({ priceMinor: 2400, compareAtMinor: 3000 });
  });

  it("tells the cheapest of all where none can be had", () => {
    const variants = BODY.variants.map((one) => ({
      ...one,
      inventory_policy: "deny",
      inventory_quantity: 0,
    }));
    expect(read({ variants })).toMatchObject({
      available: false,
      variantId: "2",
      priceMinor: 1900,
    });
  });

  it("does not tell collections: those that are known stay", () => {
    expect(read().collections).toBeNull();
  });

  it("may be of a draft that nobody sees", () => {
    expect(read({ status: "draft", published_at: null })).toMatchObject({
      status: "draft",
      published: false,
    });
  });

  it("counts yen without digits behind the point", () => {
    const variants = [{ id: 1, price: "2400", inventory_quantity: 1 }];
    expect(read({ variants }, "JPY")).toMatchObject({ priceMinor: 2400 });
  });

  it.each([
    ["no variants", { variants: [] }],
    ["variants that are none", { variants: "all of them" }],
    [
      "prices that are none",
      { variants: [{ id: 1, price: "free" }, { id: 2, price: "-3.00" }, null] },
    ],
  ])("leaves the price open with %s", (_name, change) => {
    expect(read(change)).toMatchObject({ priceMinor: null, variantId: null, available: false });
  });

  it("gives up what it cannot read and keeps the rest", () => {
    const hostile = {
      title: { toString: "x" },
      handle: 7,
      tags: 12,
      vendor: null,
      image: { src: "javascript" },
      created_at: "yesterday",
    };
    expect(read(hostile)).toMatchObject({
      productId: "7009",
      title: "",
      tags: [],
      vendor: "",
      pictureUrl: null,
      createdAt: new Date(BODY.updated_at),
    });
  });

  it("is cleared of what no database takes", () => {
    expect(read({ title: "Mug\0 \uD800" }).title).toBe("Mug \uFFFD");
  });

  it.each([
    { id: "7009; drop table" },
    { id: null },
    { updated_at: "soon" },
    { updated_at: undefined },
  ])("is refused with %j: it could be neither found nor ordered", (change) => {
    expect(productBody.safeParse({ ...BODY, ...change }).success).toBe(false);
  });

  it("of any shape is a record or refused, never a failure of ours", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (variants, title) => {
        const product = read({ variants, title, image: title, tags: variants });
        expect(product.priceMinor === null).toBe(product.variantId === null);
      }),
    );
  });
});

describe("the variant for the cart", () => {
  const variant = fc.record({
    variantId: fc.string(),
    priceMinor: fc.nat(),
    compareAtMinor: fc.constant(null),
    available: fc.boolean(),
  });

  it("is one that can be had if any can, and none of those is cheaper", () => {
    fc.assert(
      fc.property(fc.array(variant, { minLength: 1 }), (variants) => {
        const chosen = chooseVariant(variants);
        const choice = variants.some((one) => one.available)
          ? variants.filter((one) => one.available)
          : variants;
        expect(choice).toContain(chosen);
        expect(chosen?.priceMinor).toBe(Math.min(...choice.map((one) => one.priceMinor)));
      }),
    );
  });
});

describe("a product's status", () => {
  it.each([
    ["ACTIVE", "active"],
    ["archived", "archived"],
    ["UNLISTED", "unlisted"],
    ["suspended", "draft"],
  ])("reads %s as %s", (word, status) => {
    expect(statusOf(word)).toBe(status);
  });
});

describe("a product in the import's file", () => {
  const own = {
    id: "gid://shopify/Product/7009",
    title: "Stoneware mug",
    handle: "mug",
    productType: "Kitchen",
    vendor: "Leinenwerk",
    tags: ["kitchen"],
    status: "ACTIVE",
    publishedAt: "2026-01-01T00:00:00Z",
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-11-22T10:00:00Z",
    featuredMedia: { preview: { image: { url: "https://cdn.shopify.com/mug.jpg" } } },
  };
  const variant = (id: number, price: string, availableForSale: boolean) => ({
    id: `gid://shopify/ProductVariant/${id}`,
    price,
    compareAtPrice: null,
    availableForSale,
    __parentId: own.id,
  });
  const collection = { id: "gid://shopify/Collection/5", handle: "kitchen", __parentId: own.id };

  it("is its line and those of its variants and collections, in any order", () => {
    const children = [variant(1, "24.00", true), collection, variant(2, "19.00", false)];
    for (const lines of [children, children.toReversed()]) {
      expect(productOfLines([own, ...lines], "EUR")).toMatchObject({
        productId: "7009",
        collections: ["kitchen"],
        variantId: "1",
        priceMinor: 2400,
        published: true,
        available: true,
        pictureUrl: "https://cdn.shopify.com/mug.jpg",
        triggeredAt: null,
      });
    }
  });

  it.each([[[]], [[null]], [[collection, own]], [["{"]], [[{ ...own, updatedAt: "soon" }]]])(
    "is none in %j",
    (lines) => {
      expect(productOfLines(lines, "EUR")).toBeNull();
    },
  );

  it("is read past lines that are nothing of it", () => {
    const product = productOfLines([own, null, 7, { id: "x" }, variant(1, "oops", true)], "EUR");
    expect(product).toMatchObject({ variantId: null, collections: [], available: false });
  });
});
