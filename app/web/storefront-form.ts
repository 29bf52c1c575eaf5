import { randomUUID } from "node:crypto";
import { z } from "zod";
import { messageTopics } from "#app/modules/consent/consent.types.ts";

/** A request of the storefront's block, in the words of the opt-in's body. */
export type StorefrontRequest =
  | { outcome: "read"; isForm: boolean; locale: string; requestId: string; body: object }
  | { outcome: "not_ticked"; locale: string }
  | { outcome: "unreadable" };

/** What every request of a shop's own page is, whatever it says of itself. */
const OWN = {
  place: "storefront",
  topics: messageTopics,
  tapTracking: true,
  checkoutToken: null,
  ref: undefined,
  replacesPhone: undefined,
} as const;

const json = z.record(z.string(), z.unknown());
const named = z.object({ requestId: z.string(), locale: z.string().catch("en") });

function fromJson(text: string): StorefrontRequest {
  try {
    const fields = json.parse(JSON.parse(text));
    const { requestId, locale } = named.parse(fields);
    const body = { ...fields, ...OWN };
    return { outcome: "read", isForm: false, locale, requestId, body };
  } catch {
    return { outcome: "unreadable" };
  }
}

/** Without a script no nonce can be made: each form that is sent counts for itself. */
function fromForm(text: string): StorefrontRequest {
  const fields = new URLSearchParams(text);
  const field = (name: string) => fields.get(name) ?? "";
  const locale = field("locale") || "en";
  const granted = field("granted") === "true";
  if (granted && field("consent") !== "yes") return { outcome: "not_ticked", locale };
  const requestId = randomUUID();
  const body = {
    v: 1,
    requestId,
    granted,
    phone: field("phone"),
    country: field("country") || null,
    wordingVersion: field("wording_version"),
    locale,
    shownText: field("shown_text"),
    extensionVersion: field("extension_version"),
    ...OWN,
  };
  return { outcome: "read", isForm: true, locale, requestId, body };
}

/** Reads what the block's script (JSON) or its bare form sent. */
export function readStorefrontRequest(type: string, text: string): StorefrontRequest {
  if (type.startsWith("application/json")) return fromJson(text);
  if (type.startsWith("application/x-www-form-urlencoded")) return fromForm(text);
  return { outcome: "unreadable" };
}
