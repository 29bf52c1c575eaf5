import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recommendationSettingsSchema } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { readRecommendationForm } from "./recommendation-form.ts";

const USUAL = {
  waitDaysAfterDelivery: "7",
  waitDaysAfterOrder: "14",
  holdoutPercent: "10",
  marginPercent: "40",
  maxProducts: "3",
  threshold: "",
  cart: "product",
  replenishment: "on",
};

function formOf(fields: Record<string, string>, excluded: string[] = []): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const id of excluded) form.append("excluded", id);
  return form;
}

const read = (change: Record<string, string> = {}, excluded: string[] = []) =>
  readRecommendationForm(formOf({ ...USUAL, ...change }, excluded), "EUR");

describe("readRecommendationForm", () => {
  test("reads what is typed, with comma or point; an empty threshold is the price of the message", () => {
    expect(read({ marginPercent: "37,5", threshold: "0,25" }, ["81", "82", "81"])).toEqual({
      ok: true,
      settings: {
        waitDaysAfterDelivery: 7,
        waitDaysAfterOrder: 14,
        holdoutPercent: 10,
        marginPercent: 37.5,
        maxProducts: 3,
        thresholdMinor: 25,
        excludedProductIds: ["81", "82"],
        cart: "product",
        replenishment: true,
      },
    });
    expect(read()).toMatchObject({ ok: true, settings: { thresholdMinor: null } });
  });

  test.each([
    ["waitDaysAfterDelivery", "0"],
    ["waitDaysAfterOrder", "1.5"],
    ["waitDaysAfterOrder", "61"],
    ["holdoutPercent", "51"],
    ["holdoutPercent", ""],
    ["marginPercent", "0"],
    ["marginPercent", "1e2"],
    ["maxProducts", "6"],
    ["threshold", "-1"],
    ["threshold", "zehn"],
    ["threshold", "0,251"],
    ["threshold", "99999999999"],
    ["cart", "javascript:alert(1)"],
  ])("refuses %s as %s at its field", (name, value) => {
    expect(read({ [name]: value })).toEqual({
      ok: false,
      errors: { [name]: `recommendations.errors.${name}` },
    });
  });

  test("refuses products that are no numbers, and more than anybody excludes by hand", () => {
    const wrong = { ok: false, errors: { excluded: "recommendations.errors.excluded" } };
    expect(read({}, ["81", "1 or 1=1"])).toEqual(wrong);
    expect(
      read(
        {},
        Array.from({ length: 501 }, (_, n) => String(n)),
      ),
    ).toEqual(wrong);
  });

  test("a form of somebody else's making is refused or gives settings that can be kept", () => {
    const field = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
    const names = fc.constantFrom(...Object.keys(USUAL), "excluded", "isOn", "__proto__");
    fc.assert(
      fc.property(fc.array(fc.tuple(names, field)), (fields) => {
        const form = new FormData();
        for (const [name, value] of fields) form.append(name, value);
        const answer = readRecommendationForm(form, "EUR");
        if (!answer.ok) return;
        const kept = recommendationSettingsSchema.parse(answer.settings);
        expect(kept).toEqual({ ...answer.settings, isOn: false });
      }),
    );
  });
});
