/** The shop's own sentence in one language, with `{{shop}}` and `{{privacy}}` open. */
export interface PublishedWording {
  readonly version: string;
  readonly text: string;
  readonly privacyLabel: string;
}

const KEY = "consent_wording";

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/**
 * The wording of a shop's metafield value in this language; undefined where the merchant wrote none, or
 * where it lacks a part: then the built-in sentence is shown.
 */
export function readPublished(value: unknown, language: string): PublishedWording | undefined {
  let kept: unknown;
  try {
    kept = typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    return undefined;
  }
  if (!isFields(kept) || !isFields(kept["locales"])) return undefined;
  const { version } = kept;
  const own = kept["locales"][language];
  if (typeof version !== "string" || !isFields(own)) return undefined;
  const { text, privacyLabel } = own;
  if (typeof text !== "string" || typeof privacyLabel !== "string") return undefined;
  return { version, text, privacyLabel };
}

/** Finds it among the metafields that Shopify hands over; not every target has any. */
export function publishedWording(api: object, language: string): PublishedWording | undefined {
  if (!("appMetafields" in api) || !isFields(api.appMetafields)) return undefined;
  const { value: entries } = api.appMetafields;
  if (!Array.isArray(entries)) return undefined;
  for (const entry of entries) {
    const metafield: unknown = isFields(entry) ? entry["metafield"] : undefined;
    if (!isFields(metafield) || metafield["key"] !== KEY) continue;
    return readPublished(metafield["value"], language);
  }
  return undefined;
}
