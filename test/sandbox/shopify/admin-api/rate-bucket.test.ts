import { expect, test } from "vitest";
import { createRateBucket } from "./rate-bucket.ts";

test.each([
  ["Standard", 100],
  ["Advanced", 200],
  ["Plus", 1000],
  ["Enterprise", 2000],
])("a %s shop regains %i points a second", (plan, rate) => {
  let ms = 0;
  const bucket = createRateBucket(plan, () => ms);
  const { maximumAvailable, restoreRate } = bucket.status();
  expect(restoreRate).toBe(rate);
  expect(bucket.reserve(maximumAvailable)).toBe(true);
  expect(bucket.reserve(1)).toBe(false);
  ms += 1000;
  expect(bucket.status().currentlyAvailable).toBe(rate);
  bucket.refund(50);
  expect(bucket.reserve(rate + 50)).toBe(true);
  expect(bucket.reserve(1)).toBe(false);
  ms += 3_600_000;
  expect(bucket.status().currentlyAvailable).toBe(maximumAvailable);
});
