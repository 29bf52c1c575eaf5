import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beganAt, type ChangeItem, withoutLateItems, withoutPerson } from "./late-event.rules.ts";

const at = (text: string) => new Date(`2026-11-${text}:00Z`);

describe("when a Shopify event's matter began", () => {
  test.each([
    ["an old checkout that changes once more", "checkouts/update", "20T10:00", "20T10:00"],
    ["an old order", "orders/updated", "20T10:00", "20T10:00"],
    ["a checkout that is new", "checkouts/create", "22T10:00", "22T10:00"],
    ["a checkout dated ahead of us", "checkouts/create", "23T10:00", "22T10:00"],
    ["a customer, whenever they came", "customers/update", "20T10:00", "22T10:00"],
  ])("%s", (_name, topic, created, began) => {
    const body = { created_at: at(created).toISOString() };
    expect(beganAt(topic, body, at("22T10:00"))).toEqual(at(began));
  });

  test.each([null, 7, {}, { created_at: "soon" }, { created_at: 5 }])(
    "is when it was sent, where %j does not say",
    (body) => {
      expect(beganAt("checkouts/update", body, at("22T10:00"))).toEqual(at("22T10:00"));
    },
  );
});

describe("a late Shopify event", () => {
  const person = {
    email: "mara@example.com",
    phone: "+4915112345678",
    customer: { first_name: "Mara" },
    shipping_address: { first_name: "Mara" },
    billing_address: { phone: "+4915112345678" },
    note_attributes: [{ name: "phone", value: "+4915112345678" }],
    abandoned_checkout_url: "https://shop.example/recover?key=k",
    customer_locale: "de",
  };
  const matter = {
    token: "t",
    cart_token: "c",
    total_price: "10.00",
    line_items: [{ title: "Tee" }],
  };

  test("keeps goods and money, and nothing of whom", () => {
    expect(withoutPerson("checkouts/update", { ...matter, ...person })).toEqual(matter);
    expect(withoutPerson("orders/paid", { ...matter, ...person })).toEqual(matter);
  });

  test("about the person alone leaves nothing", () => {
    expect(withoutPerson("customers/update", { id: 7, ...person })).toBeNull();
    expect(withoutPerson("checkouts/update", "no object")).toBeNull();
  });

  test("keeps no field that nobody has looked at", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const left = withoutPerson("orders/paid", { ...body, zz_new_field: "Mara" });
        expect(left).not.toHaveProperty("zz_new_field");
      }),
    );
  });
});

describe("a WhatsApp change", () => {
  const message = (from: string, second: number) => ({ from, timestamp: String(second), text: {} });
  const change = {
    value: {
      metadata: { phone_number_id: "1" },
      contacts: [{ wa_id: "491511", profile: { name: "Mara" } }],
      messages: [message("491511", 100), message("491512", 100), message("491511", 300)],
      statuses: [{ id: "s" }],
    },
  };
  const receivedAt = new Date(400_000);
  const isLate = ({ waIds, at: when }: ChangeItem) =>
    waIds.includes("491511") && when.getTime() <= 200_000;

  test("loses what the person did before, and the cards; others and what came later stay", () => {
    const left = withoutLateItems(change, receivedAt, isLate);
    expect(left).toEqual({
      dropped: 1,
      body: {
        value: {
          metadata: { phone_number_id: "1" },
          messages: [message("491512", 100), message("491511", 300)],
          statuses: [{ id: "s" }],
        },
      },
    });
  });

  test("in which nothing is late stays as it is, cards and all", () => {
    expect(withoutLateItems(change, receivedAt, () => false)).toEqual({ dropped: 0, body: change });
  });

  test("of new user ids names both, and one without a time happened when it came", () => {
    const seen: ChangeItem[] = [];
    const update = { wa_id: "491511", user_id: { previous: "DE.1", current: "DE.2" } };
    withoutLateItems({ value: { user_id_update: [update] } }, receivedAt, (item) => {
      seen.push(item);
      return false;
    });
    expect(seen).toEqual([{ waIds: ["491511"], userIds: ["DE.1", "DE.2"], at: receivedAt }]);
  });

  test("of any shape never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const strange = { value: { messages: value, user_preferences: [value] } };
        expect(withoutLateItems(strange, receivedAt, isLate).dropped).toBeGreaterThanOrEqual(0);
        expect(withoutLateItems(value, receivedAt, isLate).dropped).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
