import { expect, it } from "vitest";
import { countryNames } from "./country-names.ts";

it("names every country once, in the language of who reads", () => {
  const german = countryNames("de");
  expect(german.length).toBeGreaterThan(200);
  expect(german).toContainEqual({ code: "DE", name: "Deutschland" });
  expect(german.findIndex(({ code }) => code === "AT")).toBeGreaterThan(
    german.findIndex(({ code }) => code === "EG"),
  );
  expect(countryNames("en")).toContainEqual({ code: "DE", name: "Germany" });
});
