import { describe, expect, it } from "vitest";
import { optInBodySchema } from "./opt-in.types.ts";

const body = {
  v: 1,
  requestId: "0b9f7c3e-54a1-4f4e-9d5b-6f3b7c1e2a10",
  granted: true,
  phone: "0151 12345678",
  country: "DE",
  topics: ["reminders", "offers"],
  tapTracking: true,
  place: "checkout",
  checkoutToken: "c0ffee01",
  wordingVersion: "2026-11-01",
  locale: "pt-BR",
  shownText: "Ja, Leinenwerk darf mir per WhatsApp schreiben.",
  extensionVersion: "0.1.0",
};

describe("optInBodySchema", () => {
  it("takes a tick, an untick and a correction", () => {
    expect(optInBodySchema.parse(body)).toEqual(body);
    const untick = { ...body, granted: false, phone: null, country: null, topics: [] };
    expect(optInBodySchema.safeParse(untick).success).toBe(true);
    const correction = { ...body, replacesPhone: "0151 12345679" };
    expect(optInBodySchema.parse(correction)).toEqual(correction);
  });

  it("ignores fields that it does not know", () => {
    expect(optInBodySchema.parse({ ...body, admin: true })).toEqual(body);
  });

  it.each([
    ["another version", { v: 2 }],
    ["no request id", { requestId: undefined }],
    ["a request id that is none", { requestId: "1" }],
    ["a word for a truth", { granted: "true" }],
    ["a phone of any length", { phone: "1".repeat(41) }],
    ["a country's name", { country: "Germany" }],
    ["an unknown topic", { topics: ["everything"] }],
    ["more topics than there are", { topics: Array.from({ length: 4 }, () => "offers") }],
    ["an unknown place", { place: "newsletter" }],
    ["an endless text", { shownText: "x".repeat(4_001) }],
    ["an endless token", { checkoutToken: "x".repeat(129) }],
  ])("refuses %s", (_name, change) => {
    expect(optInBodySchema.safeParse({ ...body, ...change }).success).toBe(false);
  });
});
