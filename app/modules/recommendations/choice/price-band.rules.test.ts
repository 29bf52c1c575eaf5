import { expect, test } from "vitest";
import { priceBand } from "./price-band.rules.ts";

const at = new Date("2026-06-01T10:00:00Z");
const paid = (...prices: (number | null)[]) =>
  prices.map((priceMinor) => ({ productId: "p", at, quantity: 1, returned: 0, priceMinor }));

test.each([
  ["five times the middle", paid(1_000, 2_000, 3_000), 100, 10_000],
  ["half more than the dearest", paid(1_000, 1_000, 90_000), 50, 135_000],
  ["unknown and free ones aside", paid(null, 0, 2_000), 100, 10_000],
])("a person's price band reaches to %s", (_, bought, lowest, highest) => {
  expect(priceBand(bought)).toEqual({ lowest, highest });
});

test("there is none where no price is known, or everything went back", () => {
  expect(priceBand([])).toBeNull();
  expect(priceBand(paid(null))).toBeNull();
  expect(priceBand(paid(500).map((line) => ({ ...line, quantity: 0 })))).toBeNull();
});
