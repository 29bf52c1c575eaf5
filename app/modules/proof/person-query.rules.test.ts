import { expect, test } from "vitest";
import { readPersonQuery } from "./person-query.rules.ts";

test.each([
  ["+49 151 12345678", [{ kind: "phone", value: "+4915112345678" }]],
  ["0151 12345678", [{ kind: "phone", value: "+4915112345678" }]],
  ["0049 (151) 1234-5678", [{ kind: "phone", value: "+4915112345678" }]],
  [" Mara@Example.com ", [{ kind: "email", value: "Mara@Example.com" }]],
  ["gid://shopify/Customer/7012345678901", [{ kind: "customer", value: "7012345678901" }]],
  ["DE.13491208655302741918", [{ kind: "bsuid", value: "DE.13491208655302741918" }]],
  ["Mara", []],
  ["", []],
  ["'; drop table contact; --", []],
])("%j is looked up as %j", (text, meant) => {
  expect(readPersonQuery(text, "DE")).toEqual(meant);
});

test("digits alone may be a phone number or a customer, and are looked up as both", () => {
  const kinds = readPersonQuery("7012345678", "DE").map(({ kind }) => kind);
  expect(kinds).toEqual(["phone", "customer"]);
});
