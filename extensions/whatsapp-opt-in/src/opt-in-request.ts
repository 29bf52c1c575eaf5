import type { Outcome } from "./consent-sync.ts";
import { apiUrl, knownCountry, type Api, type Place } from "./host.ts";
import { EXTENSION_VERSION, WORDING_VERSION } from "./release.ts";
import type { Request } from "./start-sync.ts";
import { consentWording } from "./wording.ts";

const TIMEOUT_MS = 8_000;

/** Body of `POST /api/opt-in`, version 1. A withdrawal names what it takes back in the same words. */
export interface OptInBody {
  readonly v: 1;
  readonly requestId: string;
  readonly granted: boolean;
  /** E.164 */
  readonly phone: string;
  /** A number granted earlier that `phone` corrects; only in a grant. */
  readonly replacesPhone?: string;
  readonly country: string | null;
  readonly topics: readonly ["reminders", "recommendations", "offers"];
  readonly tapTracking: true;
  readonly place: Place;
  readonly checkoutToken: string | null;
  readonly wordingVersion: string;
  readonly locale: string;
  readonly shownText: string;
  readonly extensionVersion: string;
}

/** The record of what the shopper was shown and chose. */
export function optInBody(api: Api, place: Place, { id, step }: Request): OptInBody {
  return {
    v: 1,
    requestId: id,
    ...step,
    country: knownCountry(api) ?? null,
    topics: ["reminders", "recommendations", "offers"],
    tapTracking: true,
    place,
    checkoutToken: api.checkoutToken.value ?? null,
    wordingVersion: WORDING_VERSION,
    locale: api.localization.extensionLanguage.value.isoCode,
    shownText: consentWording(api).text,
    extensionVersion: EXTENSION_VERSION,
  };
}

async function post(api: Api, body: OptInBody, signal: AbortSignal): Promise<Outcome> {
  const token = await api.sessionToken.get();
  const response = await fetch(`${apiUrl(api)}/api/opt-in`, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal,
  });
  if (response.ok) return "saved";
  return response.status === 422 ? "refused" : "unreachable";
}

/**
 * Sends one opt-in or withdrawal. 2xx is saved, 422 means that the number is none, and everything else
 * (no network, no answer in 8 s, no session token) is "unreachable". Never throws.
 */
export async function sendOptIn(api: Api, body: OptInBody): Promise<Outcome> {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve("unreachable");
    }, TIMEOUT_MS);
  });
  const answer = post(api, body, abort.signal).catch((): Outcome => "unreachable");
  const outcome = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return outcome;
}
