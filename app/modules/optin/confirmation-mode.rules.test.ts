import { expect, it } from "vitest";
import { consentSettingsOf } from "#app/modules/shops/consent-settings.types.ts";
import { confirmationModeFor } from "./confirmation-mode.rules.ts";

it.each([
  ["the default", {}, "DE", "double"],
  ["a chosen country", { mode: "single", singleCountries: ["US"] }, "US", "single"],
  ["a country that was not chosen", { mode: "single", singleCountries: ["US"] }, "DE", "double"],
  ["single without a country", { mode: "single", singleCountries: [] }, "US", "double"],
  ["countries left over from before", { mode: "double", singleCountries: ["US"] }, "US", "double"],
  ["a number of no country", { mode: "single", singleCountries: ["US"] }, null, "double"],
])("%s: %j, %s: %s opt-in", (_name, confirmation, country, mode) => {
  expect(confirmationModeFor(consentSettingsOf({ confirmation }), country)).toBe(mode);
});
