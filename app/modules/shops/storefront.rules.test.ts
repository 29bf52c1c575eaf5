import { describe, expect, it } from "vitest";
import { linkBaseUrl, storefrontOrigin } from "./storefront.rules.ts";

const shop = {
  domain: "demo.myshopify.com",
  storefrontDomains: ["shop.example", "demo.myshopify.com"],
};
const from = { appUrl: "https://app.example", shop, extraShopOrigins: [] };

describe("the base of a link", () => {
  it("is the shop's primary domain by the app proxy, or our own domain", () => {
    expect(linkBaseUrl("proxy", from)).toBe("https://shop.example/apps/beckon");
    expect(linkBaseUrl("app", from)).toBe("https://app.example");
  });

  it("is the myshopify domain for a shop without another", () => {
    const bare = { ...shop, storefrontDomains: [] };
    expect(linkBaseUrl("proxy", { ...from, shop: bare })).toBe(
      "https://demo.myshopify.com/apps/beckon",
    );
  });

  it("is the stand-in's storefront beside one", () => {
    expect(storefrontOrigin(shop, ["http://127.0.0.1:4602"])).toBe("http://127.0.0.1:4602");
  });
});
