import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Shopify, contract 4.6: the claims of an extension's session token that we use. */
const claimsSchema = z.object({
  // Staff have tokens of the admin, which name it: their number is no customer's.
  iss: z
    .string()
    .refine((issuer) => !issuer.endsWith("/admin"))
    .optional(),
  dest: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(200),
  sub: z.string().optional(),
});
const headerSchema = z.object({ alg: z.literal("HS256") });

export interface SessionToken {
  shopDomain: string;
  jti: string;
  /** numeric customer id, only when the shopper is logged in and we may read customers */
  customerId: string | null;
}

export type TokenRefusal =
  "malformed" | "wrong_signature" | "wrong_audience" | "expired" | "not_yet_valid" | "wrong_shop";

export type TokenCheck = { ok: true; token: SessionToken } | { ok: false; reason: TokenRefusal };

/** Clocks of shoppers' devices do not matter (Shopify dates the token), those of servers drift. */
const LEEWAY_S = 10;
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/;

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null; // the schemas refuse it
  }
}

function isSignedBy(secret: string, content: string, signature: Buffer): boolean {
  const expected = createHmac("sha256", secret).update(content).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function timing(claims: { exp: number; nbf?: number | undefined }, now: Date): TokenRefusal | null {
  const seconds = now.getTime() / 1000;
  if (claims.exp <= seconds - LEEWAY_S) return "expired";
  if (claims.nbf !== undefined && claims.nbf > seconds + LEEWAY_S) return "not_yet_valid";
  return null;
}

/** The payload of a token that one of our secrets signed. */
function signedPayload(token: string, secrets: readonly string[]): unknown {
  const [head, payload, signature, ...rest] = token.split(".");
  if (!head || !payload || !signature || rest.length > 0) return null;
  if (!headerSchema.safeParse(json(head)).success) return null;
  const given = Buffer.from(signature, "base64url");
  const signed = secrets.some((secret) => isSignedBy(secret, `${head}.${payload}`, given));
  return signed ? json(payload) : "wrong_signature";
}

function refused(reason: TokenRefusal): TokenCheck {
  return { ok: false, reason };
}

/**
 * Checks the token that an extension sends. It proves shop and, when logged in, customer; never the
 * checkout or a phone. `dest` comes with or without scheme; unlike the library's own helper, the
 * audience is checked.
 * @param facts.now real time, whatever the business clock says
 */
export function checkSessionToken(
  token: string,
  facts: { apiKey: string; secrets: readonly string[]; now: Date },
): TokenCheck {
  const payload = signedPayload(token, facts.secrets);
  if (payload === "wrong_signature") return refused("wrong_signature");
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return refused("malformed");
  const claims = parsed.data;
  if (claims.aud !== facts.apiKey) return refused("wrong_audience");
  const late = timing(claims, facts.now);
  if (late) return refused(late);
  const shopDomain = claims.dest.replace(/^https?:\/\//, "").toLowerCase();
  if (!SHOP_DOMAIN.test(shopDomain)) return refused("wrong_shop");
  const customer = /^(?:gid:\/\/shopify\/Customer\/)?(\d{1,20})$/.exec(claims.sub ?? "");
  return { ok: true, token: { shopDomain, jti: claims.jti, customerId: customer?.[1] ?? null } };
}
