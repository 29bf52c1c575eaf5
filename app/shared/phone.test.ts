import { describe, expect, it } from "vitest";
import { maskPhone, parsePhone, phoneCountry, phoneFromWaId, waIdOf } from "./phone.ts";

describe("parsePhone", () => {
  it.each([
    ["+49 151 12345678", null, "+4915112345678"],
    ["0151 / 123 456 78", "DE", "+4915112345678"],
    ["0151 12345678", "de", "+4915112345678"],
    ["0049 151 12345678", null, "+4915112345678"],
    ["0049 151 12345678", "DE", "+4915112345678"],
    ["98765 43210", "IN", "+919876543210"],
    ["+919876543210", "DE", "+919876543210"],
    ["(212) 555-0123", "US", "+12125550123"],
    ["+52 1 55 1234 5678", null, "+525512345678"],
    ["+55 11 8765-4321", null, "+5511987654321"],
    ["+55 11 98765-4321", null, "+5511987654321"],
    ["11 98765-4321", "BR", "+5511987654321"],
  ])("reads %s in %s as %s", (raw, country, phone) => {
    expect(parsePhone(raw, country)).toBe(phone);
  });

  it.each([
    [null, "DE"],
    [undefined, "DE"],
    ["", "DE"],
    ["0151 12345678", null],
    ["0151 12345678", "XX"],
    ["12", "DE"],
    ["hello", "DE"],
    ["my number is 0151 12345678", "DE"],
    ["+49 151 123456789012345", null],
  ])("refuses %s in %s", (raw, country) => {
    expect(parsePhone(raw, country)).toBeNull();
  });

  it("refuses a text of any length without reading it", () => {
    expect(parsePhone("9".repeat(100_000), "DE")).toBeNull();
  });

  it("leaves a Brazilian landline as it is", () => {
    expect(parsePhone("+55 11 3123-4567")).toBe("+551131234567");
  });
});

describe("phoneCountry", () => {
  it.each([
    ["+4915112345678", "DE"],
    ["+12125550123", "US"],
    ["+14165550123", "CA"],
    ["+17875550123", "PR"],
    ["+15551234567", "US"],
    ["+390612345678", "IT"],
    ["+80012345678", null],
    ["not a phone", null],
  ])("places %s in %s", (phone, country) => {
    expect(phoneCountry(phone)).toBe(country);
  });
});

describe("maskPhone", () => {
  it("keeps the calling code and three digits", () => {
    expect(maskPhone("+4915112345123")).toBe("+49…123");
    expect(maskPhone("+12125550123")).toBe("+1…123");
  });
});

describe("wa_id", () => {
  it("is the number's digits, both ways", () => {
    const phone = parsePhone("+4915112345678");
    expect(phone && waIdOf(phone)).toBe("4915112345678");
    expect(phoneFromWaId("4915112345678")).toBe(phone);
  });

  it("finds the line also by WhatsApp's old spelling of it", () => {
    expect(phoneFromWaId("5215512345678")).toBe("+525512345678");
    expect(phoneFromWaId("551187654321")).toBe("+5511987654321");
  });

  it.each([null, undefined, "", "DE.7731208842917734", "12"])("is nobody's for %s", (waId) => {
    expect(phoneFromWaId(waId)).toBeNull();
  });
});
