import { describe, expect, it } from "vitest";
import { readConfirmationForm } from "./confirmation-form.ts";

const COUNTRIES = new Set(["DE", "US", "BR"]);

function read(mode: string, hours: string, countries: string[] = []) {
  const form = new FormData();
  form.set("mode", mode);
  form.set("expiresAfterHours", hours);
  for (const country of countries) form.append("country", country);
  return readConfirmationForm(form, COUNTRIES);
}

describe("the form about confirmations", () => {
  it("is read with its countries, each once", () => {
    expect(read("single", "48", ["US", "BR", "US"])).toEqual({
      ok: true,
      confirmation: { mode: "single", singleCountries: ["BR", "US"], expiresAfterHours: 48 },
    });
    expect(read("double", "72")).toMatchObject({ confirmation: { mode: "double" } });
  });

  it.each([
    ["never", "72", [], ["mode"]],
    ["single", "72", [], ["country"]],
    ["single", "72", ["XX"], ["country"]],
    ["double", "0", [], ["expiresAfterHours"]],
    ["double", "169", [], ["expiresAfterHours"]],
    ["double", "soon", [], ["expiresAfterHours"]],
    ["", "", ["XX"], ["mode", "country", "expiresAfterHours"]],
  ])("%s, %s, %j: says what is wrong with %j", (mode, hours, countries, wrong) => {
    const answer = read(mode, hours, countries);
    expect(answer.ok ? [] : Object.keys(answer.errors)).toEqual(wrong);
  });
});
