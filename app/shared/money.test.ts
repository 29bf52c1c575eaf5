import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, formatMoney, parseDecimal, zeroMoney } from "./money.ts";

describe("parseDecimal", () => {
  it.each([
    ["998.00", "EUR", 99_800],
    ["0.1", "EUR", 10],
    ["19.9", "USD", 1_990],
    ["1000", "JPY", 1_000],
    ["1000.00", "JPY", 1_000],
    ["1.234", "KWD", 1_234],
    ["-5.00", "EUR", -500],
    ["-0.00", "EUR", 0],
    [" 12.50 ", "EUR", 1_250],
    ["90071992547409.91", "EUR", Number.MAX_SAFE_INTEGER],
  ])("reads %s %s as %d minor units", (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toEqual({ minor, currency });
  });

  it.each([
    ["1.005", "EUR"],
    ["1.5", "JPY"],
    ["90071992547409.92", "EUR"],
    ["1e3", "EUR"],
    ["", "EUR"],
    ["abc", "EUR"],
    ["1,50", "EUR"],
    ["1.50", "eur"],
    ["1.50", "EURO"],
  ])("refuses %s %s", (text, currency) => {
    expect(parseDecimal(text, currency)).toBeNull();
  });

  it("gives back every amount of cents that it is shown", () => {
    const cents = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(cents, (minor) => {
        const abs = String(Math.abs(minor)).padStart(3, "0");
        const text = `${minor < 0 ? "-" : ""}${abs.slice(0, -2)}.${abs.slice(-2)}`;
        expect(parseDecimal(text, "EUR")).toEqual({ minor, currency: "EUR" });
      }),
    );
  });
});

describe("formatMoney", () => {
  it.each([
    [{ minor: 123_456, currency: "EUR" }, "de-DE", "1.234,56 €"],
    [{ minor: 1_000, currency: "JPY" }, "en-US", "¥1,000"],
    [{ minor: 1_234, currency: "KWD" }, "en-US", "KWD 1.234"],
  ])("writes %o for %s", (money, locale, text) => {
    expect(formatMoney(money, locale).replaceAll(/\s/g, " ")).toBe(text);
  });
});

describe("addMoney", () => {
  it("adds within one currency", () => {
    const sum = addMoney({ minor: 150, currency: "EUR" }, { minor: 50, currency: "EUR" });
    expect(addMoney(sum, zeroMoney("EUR"))).toEqual({ minor: 200, currency: "EUR" });
  });

  it("throws on two currencies and on overflow", () => {
    expect(() => addMoney(zeroMoney("EUR"), zeroMoney("USD"))).toThrow("Cannot add");
    const most = { minor: Number.MAX_SAFE_INTEGER, currency: "EUR" };
    expect(() => addMoney(most, { minor: 1, currency: "EUR" })).toThrow(RangeError);
  });
});
