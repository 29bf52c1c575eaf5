import { phoneCountries } from "./phone.ts";

export interface CountryName {
  /** ISO 3166 alpha-2 */
  code: string;
  name: string;
}

/** Every country that has telephone numbers, by name as people of that language sort them. */
export function countryNames(locale: string): CountryName[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return phoneCountries()
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
}
