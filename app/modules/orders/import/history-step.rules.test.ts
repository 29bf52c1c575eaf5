import { expect, it } from "vitest";
import {
  MOST_ATTEMPTS,
  pollAfterMs,
  readAgainAt,
  retryAfterMs,
  stepAfter,
} from "./history-step.rules.ts";

const operation = (status: string, change: object = {}) => ({
  status,
  errorCode: null,
  objectCount: 7,
  url: null,
  ...change,
});

it.each<[string, Parameters<typeof stepAfter>, ReturnType<typeof stepAfter>]>([
  ["is created", [operation("CREATED"), 0], { step: "wait" }],
  ["runs", [operation("RUNNING"), 0], { step: "wait" }],
  ["is being cancelled", [operation("CANCELING"), 0], { step: "wait" }],
  [
    "has a file",
    [operation("COMPLETED", { url: "https://x" }), 0],
    { step: "read", url: "https://x" },
  ],
  ["had nothing to write", [operation("COMPLETED"), 0], { step: "done" }],
  ["was cancelled", [operation("CANCELED"), 0], { step: "fail", problem: "cancelled" }],
  [
    "may not read what it was asked",
    [operation("FAILED", { errorCode: "ACCESS_DENIED" }), 0],
    { step: "fail", problem: "access_denied" },
  ],
  ["failed by itself", [operation("FAILED", { errorCode: "TIMEOUT" }), 0], { step: "again" }],
  [
    "failed by itself again and again",
    [operation("FAILED", { errorCode: "TIMEOUT" }), MOST_ATTEMPTS - 1],
    { step: "fail", problem: "shopify_failed" },
  ],
  ["has expired", [operation("EXPIRED"), 0], { step: "again" }],
  ["is forgotten", [null, 0], { step: "again" }],
  ["is something new", [operation("DREAMING"), 0], { step: "again" }],
])("an operation that %s", (_what, [found, attempts], expected) => {
  expect(stepAfter(found, attempts)).toEqual(expected);
});

it("is asked about more and more seldom, and tried again later and later", () => {
  const polls = [0, 60_000, 600_000, 86_400_000].map(pollAfterMs);
  expect(polls).toEqual([3000, 6000, 60_000, 60_000]);
  expect([0, 1, 2, 50].map(retryAfterMs)).toEqual([30_000, 60_000, 120_000, 1_920_000]);
});

it("products are read once a week, orders once", () => {
  const ended = new Date("2026-11-22T10:00:00Z");
  expect(readAgainAt("products", ended)).toEqual(new Date("2026-11-29T10:00:00Z"));
  expect(readAgainAt("orders", ended)).toBeNull();
});
