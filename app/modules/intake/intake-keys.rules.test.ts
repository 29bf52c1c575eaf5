import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identifiersOfShopify, identifiersOfWhatsApp, intakeKeys } from "./intake-keys.rules.ts";
import type { FoundKeys } from "./intake-keys.rules.ts";

const written = ({ identifiers }: FoundKeys) =>
  identifiers.map(({ kind, value }) => `${kind} ${value}`).toSorted();

const checkout = {
  token: "c0ffee01",
  cart_token: "hWN-cart-01",
  email: "Asha@Example.test ",
  phone: "+919876543210",
  sms_marketing_phone: null,
  line_items: [{ product_id: 111, quantity: 2 }],
  shipping_address: { first_name: "Asha", phone: "98765 43211", country_code: "IN" },
  billing_address: { phone: "0151 12345678", country_code: "DE" },
  customer: { id: 900, email: "asha@example.test", phone: null, first_name: "Asha" },
};

describe("identifiersOfShopify", () => {
  it("finds everybody in a checkout, each once", () => {
    expect(written(identifiersOfShopify("checkouts/update", checkout))).toEqual([
      "cart hWN-cart-01",
      "checkout c0ffee01",
      "customer 900",
      "email asha@example.test",
      "phone +4915112345678",
      "phone +919876543210",
      "phone +919876543211",
    ]);
  });

  it("takes an order's checkout token, never its own", () => {
    const order = {
      id: 1,
      token: "order-token",
      checkout_token: "c0ffee01",
      cart_token: "hWN-cart-01?key=abc",
      contact_email: "b@example.test",
      phone: "555-625-1199",
      shipping_address: { country_code: "US" },
      customer: { id: 900, default_address: { phone: "(212) 555-0123", country_code: "US" } },
    };
    expect(written(identifiersOfShopify("orders/create", order))).toEqual([
      "cart hWN-cart-01",
      "checkout c0ffee01",
      "customer 900",
      "email b@example.test",
      "phone +12125550123",
      "phone +15556251199",
    ]);
  });

  it.each([
    ["checkouts/delete", { id: 5, cart_token: "cart-1" }, ["cart cart-1"]],
    ["carts/update", { id: "cart-1", token: "cart-1" }, ["cart cart-1"]],
    [
      "customers/update",
      {
        id: 900,
        email: "a@b.test",
        addresses: [{ phone: "030 1234567", country_code: "DE" }, null],
      },
      ["customer 900", "email a@b.test", "phone +49301234567"],
    ],
    [
      "customers/redact",
      { shop_id: 1, customer: { id: 900, email: "a@b.test", phone: "+4915112345678" } },
      ["customer 900", "email a@b.test", "phone +4915112345678"],
    ],
    [
      "customers/data_request",
      { shop_id: 1, customer: { id: 900 }, data_request: { id: 3 } },
      ["customer 900"],
    ],
    [
      "customers_whats_app_marketing_consent/update",
      { customer_id: "gid://shopify/Customer/900", phone_number: "+4915112345678" },
      ["customer 900", "phone +4915112345678"],
    ],
    [
      "customers_email_marketing_consent/update",
      { customer_id: 900, email_address: "A@b.test" },
      ["customer 900", "email a@b.test"],
    ],
    [
      "customers_marketing_consent/update",
      { id: 900, phone: "+4915112345678" },
      ["customer 900", "phone +4915112345678"],
    ],
    ["app/uninstalled", { id: 1, email: "owner@shop.test", phone: "+4915112345678" }, []],
    ["shop/redact", { shop_id: 1 }, []],
    ["products/update", { id: 7 }, []],
  ])("reads %s", (topic, body, expected) => {
    expect(identifiersOfShopify(topic, body).problem).toBeNull();
    expect(written(identifiersOfShopify(topic, body))).toEqual(expected);
  });

  it("keeps what is readable beside fields of the wrong type", () => {
    const body = {
      ...checkout,
      phone: { a: 1 },
      email: 7.5,
      shipping_address: "none",
      billing_address: { phone: [], country_code: {} },
      customer: 12,
    };
    expect(written(identifiersOfShopify("checkouts/update", body))).toEqual([
      "cart hWN-cart-01",
      "checkout c0ffee01",
    ]);
  });

  it("names a problem for what is no object, and nobody", () => {
    for (const body of [undefined, null, "truncated {", 7]) {
      const { identifiers, problem } = identifiersOfShopify("orders/create", body);
      expect(identifiers).toEqual([]);
      expect(problem).toMatch(/\w/);
    }
  });
});

describe("identifiersOfWhatsApp", () => {
  const change = (value: unknown, field = "messages") => ({ wabaId: "1029", field, value });

  it.each([
    [
      "a message",
      {
        contacts: [{ wa_id: "4915112345678", user_id: "DE.1" }],
        messages: [{ from: "4915112345678", from_user_id: "DE.1", text: { body: "STOPP" } }],
      },
      ["bsuid DE.1", "phone +4915112345678"],
    ],
    [
      "a message of somebody without a visible number",
      {
        contacts: [{ wa_id: "", user_id: "DE.1" }],
        messages: [{ from: "", from_user_id: "DE.1" }],
      },
      ["bsuid DE.1"],
    ],
    [
      "a status that tells of a stop in WhatsApp itself",
      {
        statuses: [{ recipient_id: "4915112345678", status: "failed", errors: [{ code: 131050 }] }],
      },
      ["phone +4915112345678"],
    ],
    [
      "ordinary statuses, which hold nobody",
      {
        contacts: [{ wa_id: "4915112345678", user_id: "DE.1" }],
        statuses: [
          { recipient_id: "4915112345678", status: "delivered" },
          { recipient_id: "4915112345678", status: "failed", errors: [{ code: 131026 }] },
        ],
      },
      [],
    ],
    [
      "a preference",
      { user_preferences: [{ wa_id: "4915112345678", user_id: "DE.1", value: "stop" }] },
      ["bsuid DE.1", "phone +4915112345678"],
    ],
    [
      "a changed number",
      { messages: [{ from: "4915112345678", system: { wa_id: "4915112345679", body: "…" } }] },
      ["phone +4915112345678", "phone +4915112345679"],
    ],
    [
      "a changed user id",
      { user_id_update: [{ user_id: { previous: "DE.1", current: "DE.2" }, wa_id: null }] },
      ["bsuid DE.1", "bsuid DE.2"],
    ],
    ["a template's approval", { event: "APPROVED", message_template_id: 7 }, []],
    ["fields of unknown shapes", { contacts: "?", messages: [7, null, { from: 5 }] }, []],
  ])("reads %s", (_name, value, expected) => {
    expect(written(identifiersOfWhatsApp(change(value)))).toEqual(expected);
  });

  it("names a problem for what is no change", () => {
    for (const body of [undefined, null, {}, { value: 7 }]) {
      const { identifiers, problem } = identifiersOfWhatsApp(body);
      expect(identifiers).toEqual([]);
      expect(problem).toMatch(/\w/);
    }
  });
});

describe("intakeKeys", () => {
  const keysOf = (source: "shopify" | "whatsapp", topic: string, body: unknown) =>
    intakeKeys({ source, topic, body, rawBody: JSON.stringify(body) });

  it("reads each source in its own way", () => {
    const value = { messages: [{ from: "4915112345678" }] };
    const phone = [{ kind: "phone", value: "+4915112345678" }];
    expect(keysOf("whatsapp", "messages", { value })).toEqual(phone);
    expect(keysOf("shopify", "orders/paid", { phone: "+4915112345678" })).toEqual(phone);
  });

  it("never throws, whatever arrives", () => {
    const source = fc.constantFrom("shopify" as const, "whatsapp" as const);
    const topic = fc.constantFrom("checkouts/update", "orders/create", "carts/update", "messages");
    fc.assert(
      fc.property(source, topic, fc.jsonValue(), (from, about, body) => {
        expect(Array.isArray(keysOf(from, about, body))).toBe(true);
        const nested = { value: body, customer: body, addresses: body, phone: body, token: body };
        expect(Array.isArray(keysOf(from, about, nested))).toBe(true);
      }),
    );
  });

  it("finds in statuses alone whom their reader finds, without reading most of them", () => {
    const code = fc.constantFrom(131050, 131026, "131050", null);
    const one = fc.record({
      recipient_id: fc.constantFrom("4915112345678", "", 7),
      recipient_user_id: fc.constantFrom("DE.1", undefined),
      errors: fc.oneof(fc.array(fc.record({ code })), fc.constant("131050")),
    });
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (statuses, contacts) => {
        const body = { value: { statuses, contacts } };
        const wanted = statuses.length === 0 ? [] : identifiersOfWhatsApp(body).identifiers;
        expect(statuses.length === 0 ? [] : keysOf("whatsapp", "statuses", body)).toEqual(wanted);
      }),
    );
  });
});
