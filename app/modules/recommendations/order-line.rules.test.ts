import { describe, expect, test } from "vitest";
import { dateOrderOf, type RawOrderLine, readDate, readOrderLine } from "./order-line.rules.ts";

const RAW: RawOrderLine = {
  orderId: "536365",
  customerId: "17850",
  orderedAt: "2010-12-01 08:26:00",
  productId: "85123a",
  quantity: "6",
  price: "2.55",
};
const HOW = {
  export: "plain",
  order: "month_first",
  until: null,
  now: Date.UTC(2026, 0, 1),
  pricesAreMissing: false,
} as const;

describe("a row of an export", () => {
  test("counts with its product as written and its time in UTC", () => {
    expect(readOrderLine(RAW, HOW)).toEqual({
      line: {
        orderId: "536365",
        personId: "17850",
        at: Date.UTC(2010, 11, 1, 8, 26),
        productId: "85123a",
        price: 2.55,
      },
    });
  });

  test("of the Online Retail data set writes one product one way", () => {
    const read = readOrderLine(RAW, { ...HOW, export: "online_retail" });
    expect(read).toHaveProperty("line.productId", "85123A");
  });

  test("counts without a price where the whole export has none", () => {
    const read = readOrderLine({ ...RAW, price: "" }, { ...HOW, pricesAreMissing: true });
    expect(read).toHaveProperty("line.price", null);
  });

  test.each([
    ["no order id", { orderId: " " }, "bad_row"],
    ["an endless product id", { productId: "x".repeat(1e6) }, "bad_row"],
    ["no product", { productId: "" }, "no_product"],
    ["postage", { productId: "POSTAGE" }, "service"],
    ["a word for a date", { orderedAt: "soon" }, "bad_date"],
    ["the 31st of February", { orderedAt: "02/31/2011 10:00" }, "bad_date"],
    ["the 31st of February as others write it", { orderedAt: "2011-02-31" }, "bad_date"],
    ["a date long ago", { orderedAt: "0001-01-01" }, "bad_date"],
    ["a date that is still to come", { orderedAt: "2087-01-01" }, "in_the_future"],
    ["a word for a quantity", { quantity: "six" }, "bad_number"],
    ["a word for a price", { price: "dear" }, "bad_number"],
    ["an empty price", { price: "" }, "free"],
    ["a returned piece", { quantity: "-1" }, "returned"],
    ["a gift", { price: "0" }, "free"],
  ])("with %s does not count", (_, change, reason) => {
    expect(readOrderLine({ ...RAW, ...change }, HOW)).toEqual({ dropped: reason });
  });

  test("at or after the last moment is not read", () => {
    const until = Date.UTC(2010, 11, 1, 8, 26);
    expect(readOrderLine(RAW, { ...HOW, until })).toEqual({ dropped: "later" });
    expect(readOrderLine(RAW, { ...HOW, until: until + 1 })).toHaveProperty("line");
  });

  test.each(["", "nan", "NULL", "None", "N/A"])(
    "with the customer '%s' belongs to a guest",
    (customerId) => {
      expect(readOrderLine({ ...RAW, customerId }, HOW)).toHaveProperty("line.personId", null);
    },
  );

  test("names the same customer whether or not a tool added decimals", () => {
    const read = readOrderLine({ ...RAW, customerId: "17850.0" }, HOW);
    expect(read).toHaveProperty("line.personId", "17850");
  });

  test.each([
    ["2,55", 2.55],
    ["1.002,55", 1002.55],
    ["1,002.55", 1002.55],
    ["$2.55", 2.55],
    ["2,55 €", 2.55],
  ])("reads the price %s", (price, read) => {
    expect(readOrderLine({ ...RAW, price }, HOW)).toHaveProperty("line.price", read);
  });

  test("is a cancellation by its number only in the data set that marks them so", () => {
    const cancelled = { ...RAW, orderId: "C536379" };
    expect(readOrderLine(cancelled, HOW)).toHaveProperty("line.orderId", "C536379");
    const dropped = readOrderLine(cancelled, { ...HOW, export: "online_retail" });
    expect(dropped).toEqual({ dropped: "cancelled" });
  });
});

describe("a date", () => {
  test.each([
    ["2011-09-09", Date.UTC(2011, 8, 9)],
    ["2011-09-09T10:15:00Z", Date.UTC(2011, 8, 9, 10, 15)],
    ["2011-09-09T10:15:00+02:00", Date.UTC(2011, 8, 9, 8, 15)],
    ["2011-09-09 10:15", Date.UTC(2011, 8, 9, 10, 15)],
    ["2011-09-09 10:15:00.5", Date.UTC(2011, 8, 9, 10, 15, 0, 500)],
    ["2011-09-09 10:15:00 +0200", Date.UTC(2011, 8, 9, 8, 15)],
    ["2011-09-09 10:15:00 UTC", Date.UTC(2011, 8, 9, 10, 15)],
    ["2011/9/9", Date.UTC(2011, 8, 9)],
  ])("like %s is read", (text, at) => {
    expect(readDate(text, "day_first")).toBe(at);
  });

  test("with slashes is read by the order that the file shows", () => {
    expect(readDate("1/12/2010 8:26", "day_first")).toBe(Date.UTC(2010, 11, 1, 8, 26));
    expect(readDate("1/12/2010 8:26", "month_first")).toBe(Date.UTC(2010, 0, 12, 8, 26));
    expect(dateOrderOf(["1/2/2011", "13/2/2011"])).toBe("day_first");
    expect(dateOrderOf(["1/2/2011", "2/13/2011"])).toBe("month_first");
    expect(dateOrderOf(["2011-02-13", "1/2/2011"])).toBe("unclear");
    expect(dateOrderOf(["2011-02-13"])).toBeNull();
  });

  test("with dots has the day first, whatever others in the file say", () => {
    expect(readDate("1.12.2010", "month_first")).toBe(Date.UTC(2010, 11, 1));
    expect(dateOrderOf(["13.12.2010"])).toBeNull();
  });
});
