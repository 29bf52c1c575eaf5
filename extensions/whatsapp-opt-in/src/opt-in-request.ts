import { TOPICS, type Topic } from "./app-api.ts";
import { knownCountry, type Api, type Place } from "./host.ts";
import { EXTENSION_VERSION } from "./release.ts";
import type { Request } from "./start-sync.ts";
import { consentWording } from "./wording.ts";

/** Body of `POST /api/opt-in`, version 1. A withdrawal names what it takes back in the same words. */
export interface OptInBody {
  readonly v: 1;
  readonly requestId: string;
  readonly granted: boolean;
  /** E.164; null where `ref` stands for the number */
  readonly phone: string | null;
  /** A number that the app showed to the customer who is logged in. */
  readonly ref?: string;
  /** A number granted earlier that `phone` corrects; only in a grant. */
  readonly replacesPhone?: string;
  readonly country: string | null;
  readonly topics: readonly Topic[];
  readonly tapTracking: boolean;
  readonly place: Place;
  readonly checkoutToken: string | null;
  readonly wordingVersion: string;
  readonly locale: string;
  readonly shownText: string;
  readonly extensionVersion: string;
}

function record(api: Api, place: Place) {
  const { text, version } = consentWording(api);
  return {
    v: 1,
    country: knownCountry(api) ?? null,
    place,
    checkoutToken: api.checkoutToken.value ?? null,
    wordingVersion: version,
    locale: api.localization.extensionLanguage.value.isoCode,
    shownText: text,
    extensionVersion: EXTENSION_VERSION,
  } as const;
}

/** The record of what the shopper was shown and chose. */
export function optInBody(api: Api, place: Place, { id, step }: Request): OptInBody {
  return { ...record(api, place), requestId: id, ...step, topics: TOPICS, tapTracking: true };
}

/** Takes back everything that stands for a number: one that the app showed, or one that was typed. */
export function withdrawalBody(
  api: Api,
  place: Place,
  number: { readonly ref: string } | { readonly phone: string },
): OptInBody {
  const wish = { granted: false, topics: [], tapTracking: false, phone: null, ...number } as const;
  return { ...record(api, place), requestId: crypto.randomUUID(), ...wish };
}
