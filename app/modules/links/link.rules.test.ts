import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { destinationAllowed, isCode, isPreview, linkState, newCode } from "./link.rules.ts";

describe("newCode", () => {
  it.each([
    [8, 0x00, "00000000000"],
    [8, 0xff, "LygHa16AHYF"],
    [16, 0xff, "7n42DGM5Tflk9n8mt7Fhc7"],
  ])("writes %d bytes of %d as %s", (count, byte, code) => {
    expect(newCode(new Uint8Array(count).fill(byte))).toBe(code);
  });

  it("loses no randomness and always passes isCode", () => {
    const bytes = fc.uint8Array({ minLength: 8, maxLength: 16 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(isCode(newCode(a))).toBe(true);
        const same = Buffer.from(a).equals(Buffer.from(b));
        if (a.length === b.length) expect(newCode(a) === newCode(b)).toBe(same);
      }),
    );
  });

  it.each([0, 7, 17])("refuses %d bytes", (count) => {
    expect(() => newCode(new Uint8Array(count))).toThrow(RangeError);
  });
});

describe("isCode", () => {
  it.each(["", "abc", "a".repeat(23), "abcdefghij-", "abcdefghijk/../x", "абвгдежзийк"])(
    "refuses %s",
    (text) => {
      expect(isCode(text)).toBe(false);
    },
  );
});

describe("isPreview", () => {
  const IPHONE =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
  const ANDROID =
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
  it.each([
    ["a tap on an iPhone", "GET", IPHONE, [], false],
    ["a tap on Android", "GET", ANDROID, [null, undefined, ""], false],
    ["WhatsApp drawing its preview", "GET", "WhatsApp/2.24.20.78 A", [], true],
    ["WhatsApp on a desktop", "GET", "WhatsApp/2.2446.3 W", [], true],
    ["Meta's crawler", "GET", "facebookexternalhit/1.1 (+http://www.facebook.com/)", [], true],
    ["Meta's other crawler", "GET", "meta-externalagent/1.1", [], true],
    ["a search engine", "GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", [], true],
    ["a script", "GET", "curl/8.5.0", [], true],
    ["nobody in particular", "GET", null, [], true],
    ["HEAD", "HEAD", IPHONE, [], true],
    ["a prefetch", "GET", ANDROID, ["prefetch;prerender"], true],
    ["an old prefetch", "GET", ANDROID, [null, "prefetch"], true],
  ])("%s", (...[, method, userAgent, purposeHeaders, expected]) => {
    expect(isPreview({ method, userAgent, purposeHeaders })).toBe(expected);
  });
});

describe("destinationAllowed", () => {
  const own = ["demo.myshopify.com", "leinenwerk.example"];
  it.each([
    ["https://demo.myshopify.com/checkouts/ac/c0ffee01/recover?key=k1", own],
    ["https://leinenwerk.example", own],
    ["https://www.leinenwerk.example/de", own],
    ["https://LEINENWERK.example/", own],
    ["https://leinenwerk.example:443/", own],
    ["http://localhost:4602/checkout/1", ["demo.myshopify.com", "http://localhost:4602"]],
    ["http://127.0.0.1:4602/", ["http://127.0.0.1:4602"]],
    ["https://leinenwerk.example:8443/", ["https://leinenwerk.example:8443"]],
  ])("lets a link lead to %s", (url, domains) => {
    expect(destinationAllowed(url, domains)).toBe(true);
  });

  it.each([
    ["https://evil.example/", own],
    ["https://leinenwerk.example.evil.example/", own],
    ["https://evilleinenwerk.example/", own],
    ["https://evil.example/leinenwerk.example", own],
    ["https://leinenwerk.example@evil.example/", own],
    ["https://user:secret@leinenwerk.example/", own],
    ["https://evil.example\\@leinenwerk.example/", own],
    ["http://leinenwerk.example/", own],
    ["http://leinenwerk.example/", ["http://leinenwerk.example"]],
    ["https://leinenwerk.example:8443/", own],
    ["http://localhost:4602/", own],
    ["http://localhost:4603/", ["http://localhost:4602"]],
    ["http://evil.localhost:4602/", ["http://localhost:4602"]],
    ["https://localhost:4602/", ["http://localhost:4602"]],
    ["javascript:alert(1)", own],
    ["data:text/html,hi", own],
    ["//leinenwerk.example/", own],
    ["/checkout", own],
    ["", own],
    ["https://leinenwerk.example/", []],
    ["https://leinenwerk.example/", ["", "not a domain"]],
  ])("refuses %s", (url, domains) => {
    expect(destinationAllowed(url, domains)).toBe(false);
  });
});

describe("linkState", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const later = new Date("2026-11-23T12:00:00Z");
  it.each([
    ["open before its end", { expiresAt: later, orderedAt: null }, "open"],
    ["expired at its end", { expiresAt: now, orderedAt: null }, "expired"],
    ["used once bought", { expiresAt: later, orderedAt: now }, "used"],
    ["used, even when expired too", { expiresAt: now, orderedAt: now }, "used"],
  ])("is %s", (_name, facts, state) => {
    expect(linkState(facts, now)).toBe(state);
  });
});
