import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { readShopifyBody } from "./shopify-body.rules.ts";

/** What the reader has to equal, in the words of a schema. */
const text = z
  .union([z.string(), z.int().transform(String)])
  .nullable()
  .catch(null);
const address = z.object({ phone: text, country_code: text }).nullable().catch(null);
const customer = z
  .object({ id: text, email: text, phone: text, default_address: address })
  .nullable()
  .catch(null);
const schema = z.object({
  id: text,
  token: text,
  cart_token: text,
  checkout_token: text,
  customer_id: text,
  email: text,
  contact_email: text,
  email_address: text,
  phone: text,
  phone_number: text,
  sms_marketing_phone: text,
  customer,
  shipping_address: address,
  billing_address: address,
  default_address: address,
  addresses: z.array(address).catch([]),
});

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, undefined, true, 2 ** 53, -0, 1.5, [], {}, "__proto__"),
);
const anAddress = fc.oneof(
  leaf,
  fc.record({ phone: leaf, country_code: leaf }, { requiredKeys: [] }),
);
const aCustomer = fc.oneof(
  leaf,
  fc.record(
    { id: leaf, email: leaf, phone: leaf, default_address: anAddress },
    { requiredKeys: [] },
  ),
);
const aBody = fc.record(
  {
    ...Object.fromEntries(
      [...Object.keys(schema.shape), "unknown"].map((name) => [name, leaf] as const),
    ),
    customer: aCustomer,
    shipping_address: anAddress,
    billing_address: anAddress,
    default_address: anAddress,
    addresses: fc.oneof(leaf, fc.array(anAddress)),
  },
  { requiredKeys: [] },
);

it("reads of any JSON what the schema would", () => {
  fc.assert(
    fc.property(fc.oneof(aBody, fc.jsonValue(), leaf), (json) => {
      expect(readShopifyBody(json)).toEqual(schema.safeParse(json).data ?? null);
    }),
    { numRuns: 2000 },
  );
});
