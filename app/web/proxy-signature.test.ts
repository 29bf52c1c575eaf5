import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProxyQuery } from "./proxy-signature.ts";

const SECRET = "hush";
const NOW = new Date("2026-11-22T10:00:00Z");
const seconds = (fromNow: number) => String(NOW.getTime() / 1000 + fromNow);

/** Signs as Shopify does; `extra` comes from the visitor. */
function signed(change: Record<string, string> = {}, extra: [string, string][] = [], key = SECRET) {
  const own = {
    shop: "demo.myshopify.com",
    logged_in_customer_id: "",
    path_prefix: "/apps/beckon",
    timestamp: seconds(0),
    ...change,
  };
  const query = new URLSearchParams([...extra, ...Object.entries(own)]);
  const names = [...new Set(query.keys())].toSorted();
  const text = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  query.set("signature", createHmac("sha256", key).update(text).digest("hex"));
  return query;
}

const check = (query: URLSearchParams, secrets = [SECRET]) =>
  checkProxyQuery(query, { secrets, now: NOW });

describe("a request of Shopify's app proxy", () => {
  it("is known by its signature, with the current and with the previous secret", () => {
    const shop = "demo.myshopify.com";
    const caller = { shop, pathPrefix: "/apps/beckon", customerId: null };
    expect(check(signed())).toEqual({ ok: true, ...caller });
    expect(check(signed(), ["new", SECRET])).toMatchObject({ ok: true });
  });

  it("agrees with the example of Shopify's documentation, where a parameter comes twice", () => {
    const query = new URLSearchParams("extra=1&extra=2");
    query.set("shop", "some-shop.myshopify.com");
    query.set("path_prefix", "/apps/awesome_reviews");
    query.set("timestamp", seconds(0));
    query.set("logged_in_customer_id", "1");
    const text = `extra=1,2logged_in_customer_id=1path_prefix=/apps/awesome_reviewsshop=some-shop.myshopify.comtimestamp=${seconds(0)}`;
    query.set("signature", createHmac("sha256", SECRET).update(text).digest("hex"));
    expect(check(query)).toMatchObject({ ok: true, shop: "some-shop.myshopify.com" });
  });

  it("may carry whatever the visitor typed", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 });
    const own = new Set(["shop", "timestamp", "signature", "path_prefix", "logged_in_customer_id"]);
    const extras = fc.array(fc.tuple(text, text), { maxLength: 5 });
    fc.assert(
      fc.property(extras, (extra) => {
        const hostile = extra.filter(([name]) => !own.has(name));
        expect(check(signed({}, hostile))).toMatchObject({ ok: true });
      }),
    );
  });

  it("is refused when anything was changed after signing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("shop", "timestamp", "path_prefix", "logged_in_customer_id", "utm"),
        fc.string({ minLength: 1, maxLength: 10 }),
        (name, value) => {
          const query = signed();
          query.set(name, `${query.get(name) ?? ""}${value}`);
          expect(check(query).ok).toBe(false);
        },
      ),
    );
  });

  it.each(["shop", "timestamp", "signature", "path_prefix", "logged_in_customer_id"])(
    "is refused when the visitor added a %s of their own, signed or not",
    (name) => {
      expect(check(signed({}, [[name, "x"]])).ok).toBe(false);
      const query = signed();
      query.append(name, "x");
      expect(check(query)).toEqual({ ok: false, reason: "repeated" });
    },
  );

  it.each([
    ["89 seconds old", -89, true],
    ["91 seconds old", -91, false],
    ["from 91 seconds ahead", 91, false],
  ])("that is %s", (_name, fromNow, ok) => {
    expect(check(signed({ timestamp: seconds(fromNow) })).ok).toBe(ok);
  });

  it.each(["", "1.5", "1e9", "now", "-1", "0x10", " 1"])(
    "is refused with the time %j, even signed",
    (timestamp) => {
      expect(check(signed({ timestamp })).ok).toBe(false);
    },
  );

  it.each(["", "evil.example", "demo.myshopify.com.evil.example", "DEMO.myshopify.com", "a b"])(
    "is refused for the shop %j, even signed",
    (shop) => {
      expect(check(signed({ shop }))).toEqual({ ok: false, reason: "missing" });
    },
  );

  it("is refused without or with a wrong signature, whatever its length", () => {
    const bare = signed();
    bare.delete("signature");
    expect(check(bare)).toEqual({ ok: false, reason: "missing" });
    for (const value of ["", "00", "zz".repeat(32), "A".repeat(64)]) {
      const query = signed();
      query.set("signature", value);
      expect(check(query)).toEqual({ ok: false, reason: "missing" });
    }
    expect(check(signed({}, [], "another secret"))).toEqual({ ok: false, reason: "not_signed" });
  });
});
