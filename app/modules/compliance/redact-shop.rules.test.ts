import { describe, expect, test } from "vitest";
import { meaningOfRedact } from "./redact-shop.rules.ts";

const at = (text: string) => new Date(`2026-11-${text}:00Z`);
const REQUEST = at("22T10:00");

describe("a shop/redact", () => {
  test.each([
    ["of an uninstalled shop means that it is gone", "uninstalled", at("01T10:00"), "gone"],
    ["of a shop that was never opened means that it is gone", "unknown", null, "gone"],
    [
      "of a shop installed an hour after its uninstall means nothing",
      "installed",
      at("20T11:00"),
      "back",
    ],
    ["of a shop installed just now means nothing", "installed", at("22T09:59"), "back"],
    ["of a shop installed since long is for Shopify to say", "installed", at("01T10:00"), "ask"],
  ] as const)("%s", (_name, status, installedAt, meaning) => {
    expect(meaningOfRedact({ status, installedAt }, REQUEST)).toBe(meaning);
  });
});
