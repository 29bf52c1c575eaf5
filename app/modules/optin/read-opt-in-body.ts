import { extensionPlaces, type OptInBody, optInBodySchema } from "./opt-in.types.ts";

/** What came in: through Shopify's extensions with a session token, or through the shop's own pages. */
export type OptInDoor = "extension" | "storefront";

function problemOf(body: OptInBody, door: OptInDoor): string | null {
  const isExtensions = extensionPlaces.some((place) => place === body.place);
  if (isExtensions !== (door === "extension")) return "place: not one that this address serves";
  if (body.granted && body.topics.length === 0) return "topics: a tick names at least one";
  return null;
}

/** The body of a request, or what is wrong with it in words for whoever wrote the sender. */
export function readOptInBody(raw: string, door: OptInDoor): OptInBody | string {
  // PostgreSQL keeps no zero byte in a text, and nobody types one.
  if (raw.includes("\\u0000")) return "The body holds a zero byte.";
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return "The body is not JSON. Send the fields of the opt-in as one JSON object.";
  }
  const parsed = optInBodySchema.safeParse(json);
  if (parsed.success) return problemOf(parsed.data, door) ?? parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "does not fit"}`;
}
