import type {
  ConfirmationMode,
  ConsentSettings,
} from "#app/modules/shops/consent-settings.types.ts";

/**
 * Whether a tick for a number of this country has to be confirmed on WhatsApp. Double opt-in is how
 * German courts want consent proven (market.md 2), and a phone that anybody can type proves nothing
 * (contract Shopify 4.6): the tick alone counts only where the merchant chose that country. A number
 * of no country is confirmed.
 */
export function confirmationModeFor(
  settings: Pick<ConsentSettings, "confirmation">,
  country: string | null,
): ConfirmationMode {
  const { mode, singleCountries } = settings.confirmation;
  const chosen = mode === "single" && country !== null && singleCountries.includes(country);
  return chosen ? "single" : "double";
}
