import examples from "libphonenumber-js/mobile/examples" with { type: "json" };
import { getExampleNumber, isSupportedCountry } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { PHONE_PLANS } from "../src/phone-plans.ts";
import { toE164 } from "../src/phone.ts";

describe("a phone number as people type it", () => {
  it.each([
    ["0151 23456789", "DE", "+4915123456789"],
    ["+49 151 23456789", "FR", "+4915123456789"],
    ["0049 (0)151/234-567-89", "DE", "+4915123456789"],
    ["+49 (0) 151 23456789", "DE", "+4915123456789"],
    ["+49 0151 23456789", "DE", "+4915123456789"],
    ["4915123456789", "DE", "+4915123456789"],
    ["15123456789", "DE", "+4915123456789"],
    ["0660 1234567", "AT", "+436601234567"],
    ["06 12 34 56 78", "FR", "+33612345678"],
    ["612 34 56 78", "ES", "+34612345678"],
    ["391 234 5678", "IT", "+393912345678"],
    ["06 20 123 4567", "HU", "+36201234567"],
    ["(202) 555-0123", "US", "+12025550123"],
    ["1 202 555 0123", "US", "+12025550123"],
    ["0532 123 45 67", "TR", "+905321234567"],
    ["(11) 96123-4567", "BR", "+5511961234567"],
    ["98765 43210", "IN", "+919876543210"],
    ["9123456789", "IN", "+919123456789"],
    ["+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "AE", "+971501234567"],
    ["\u202a+49 151 23456789\u202c", "DE", "+4915123456789"],
    ["+５４ 9 11 2345 6789", "AR", "+5491123456789"],
    ["0151‑23456789", "DE", "+4915123456789"],
  ])("%j in %s is %s", (typed, country, expected) => {
    expect(toE164(typed, country)).toBe(expected);
  });

  it.each([
    ["", "DE"],
    ["0151", "DE"],
    ["0151 2345678901234", "DE"],
    ["+49 151", "DE"],
    ["call me", "DE"],
    ["0151 2345678x", "DE"],
    ["++49 151 23456789", "DE"],
    ["+0 151 23456789", "DE"],
    ["0151 23456789", undefined],
    ["0151 23456789", "XX"],
    ["+999 1234", undefined],
    ["+1234567890123456", undefined],
  ])("%j in %s is none", (typed, country) => {
    expect(toE164(typed, country)).toBeUndefined();
  });

  it.each(PHONE_PLANS.map(({ country }) => country))(
    "agrees with libphonenumber on a mobile number of %s in every spelling",
    (country) => {
      const example = isSupportedCountry(country) && getExampleNumber(country, examples);
      if (!example) throw new Error(`No example for ${country}`);
      expect(toE164(example.formatNational(), country)).toBe(example.number);
      expect(toE164(example.formatInternational(), undefined)).toBe(example.number);
    },
  );
});
