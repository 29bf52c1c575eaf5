import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import { phoneCountries } from "#app/shared/phone.ts";

/** Settings of a shop where the tick alone counts and taps are followed, for stories that are about neither. */
export const SINGLE_OPT_IN = {
  confirmation: {
    mode: "single",
    singleCountries: [...phoneCountries()],
    expiresAfterHours: 72,
  },
  tapTracking: "personal",
} satisfies Partial<ConsentSettings>;
