import { createHmac, timingSafeEqual } from "node:crypto";

/** Equal in constant time; false, not an error, when the lengths differ. */
function equalBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether one of the secrets signed exactly these bytes (HMAC-SHA256). Every secret is tried, so that
 * a rotation loses nothing.
 */
export function isSigned(
  body: Buffer,
  signature: { value: string; encoding: "base64" | "hex" },
  secrets: readonly string[],
): boolean {
  const given = Buffer.from(signature.value, signature.encoding);
  return secrets.some((secret) =>
    equalBytes(createHmac("sha256", secret).update(body).digest(), given),
  );
}

/** The same for a body that is too large to keep: feed it piece by piece. */
export function runningSignature(secrets: readonly string[]) {
  const hmacs = secrets.map((secret) => createHmac("sha256", secret));
  return {
    update: (chunk: Buffer) => {
      for (const hmac of hmacs) hmac.update(chunk);
    },
    matches: (signature: string) => {
      const given = Buffer.from(signature, "base64");
      return hmacs.some((hmac) => equalBytes(hmac.digest(), given));
    },
  };
}

/** Compares two secrets in constant time whatever their lengths. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
