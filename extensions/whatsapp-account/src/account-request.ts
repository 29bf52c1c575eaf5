import { type Outcome } from "../../whatsapp-opt-in/src/consent-sync.ts";
import { sendBody, type Caller } from "../../whatsapp-opt-in/src/app-api.ts";
import { EXTENSION_VERSION } from "../../whatsapp-opt-in/src/release.ts";
import type { Wording } from "../../whatsapp-opt-in/src/wording.ts";
import type { Change } from "./choice.ts";

/** Which number is meant: one that the app showed, or one that was typed (E.164). */
export type Which = { readonly ref: string } | { readonly phone: string };

export interface Said {
  readonly wording: Wording;
  readonly locale: string;
  readonly country: string | null;
}

/** Sends the changes one after the other; the first that fails ends it. */
export async function sendChanges(
  api: Caller,
  { wording, locale, country }: Said,
  { which, changes }: { which: Which; changes: readonly Change[] },
): Promise<Outcome> {
  for (const change of changes) {
    const body = {
      v: 1,
      requestId: crypto.randomUUID(),
      place: "customer_account",
      checkoutToken: null,
      phone: null,
      ...which,
      ...change,
      country,
      wordingVersion: wording.version,
      locale,
      shownText: wording.text,
      extensionVersion: EXTENSION_VERSION,
    };
    const outcome = await sendBody(api, body);
    if (outcome !== "saved") return outcome;
  }
  return "saved";
}
