import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentSettingsOf } from "./consent-settings.types.ts";

const DEFAULTS = {
  confirmation: { mode: "double", singleCountries: [], expiresAfterHours: 72 },
  tapTracking: "personal",
  staleAfterMonths: 18,
  renewal: { isOn: false, monthsBefore: 2 },
};

describe("a shop's settings on consent", () => {
  it.each([[{}], [null], [undefined], ["single"], [[]]])("%j: the defaults", (stored) => {
    expect(consentSettingsOf(stored)).toEqual(DEFAULTS);
  });

  it("keep what was chosen and fill in the rest", () => {
    const confirmation = { mode: "single", singleCountries: ["US"] };
    expect(consentSettingsOf({ confirmation, staleAfterMonths: 12 })).toEqual({
      ...DEFAULTS,
      confirmation: { ...confirmation, expiresAfterHours: 72 },
      staleAfterMonths: 12,
    });
  });

  it.each([
    [{ confirmation: { mode: "none", expiresAfterHours: 24 } }, { expiresAfterHours: 24 }],
    [{ confirmation: { mode: "single", singleCountries: "all" } }, { mode: "single" }],
    [{ confirmation: { expiresAfterHours: 10_000 } }, {}],
    [{ confirmation: "double" }, {}],
  ])("%j: what does not fit gives way to its default alone", (stored, kept) => {
    expect(consentSettingsOf(stored).confirmation).toEqual({ ...DEFAULTS.confirmation, ...kept });
  });

  it("never break, whatever is stored", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(consentSettingsOf(stored)).toMatchObject({ confirmation: {} });
      }),
    );
  });
});
