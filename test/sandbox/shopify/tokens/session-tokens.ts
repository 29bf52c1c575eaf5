import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Overrides that a test needs to make a token wrong; all times are real, never the sandbox clock. */
type TokenOverrides = {
  audience?: string | undefined;
  expiresInS?: number | undefined;
  jti?: string | undefined;
  secret?: string | undefined;
  /** Written as given: tests send the bare domain and the https form (contract 4.6). */
  dest?: string | undefined;
};
export type AdminTokenOptions = TokenOverrides & { shop: string; userId?: string | undefined };
export type ExtensionTokenOptions = TokenOverrides & {
  shop: string;
  customerId?: number | undefined;
};
export type TokenSigner = { apiKey: string; apiSecret: string; nowMs?: () => number };

/** Claims of contract 1.3: iss, dest, aud, sub, exp (60 s), nbf, iat, jti, sid. */
export function mintAdminToken(signer: TokenSigner, options: AdminTokenOptions): string {
  const iat = issuedAt(signer);
  const claims = {
    iss: `https://${options.shop}/admin`,
    dest: options.dest ?? `https://${options.shop}`,
    aud: options.audience ?? signer.apiKey,
    sub: options.userId ?? "42",
    exp: iat + (options.expiresInS ?? 60),
    nbf: iat,
    iat,
    jti: options.jti ?? randomUUID(),
    sid: randomUUID(),
  };
  return signJwt(claims, options.secret ?? signer.apiSecret);
}

/** Claims of contract 4.6: bare `dest`, 5 min, `sub` only for a customer who is logged in. */
export function mintExtensionToken(signer: TokenSigner, options: ExtensionTokenOptions): string {
  const iat = issuedAt(signer);
  const claims = {
    dest: options.dest ?? options.shop,
    aud: options.audience ?? signer.apiKey,
    exp: iat + (options.expiresInS ?? 300),
    nbf: iat,
    iat,
    jti: options.jti ?? randomUUID(),
    ...(options.customerId === undefined
      ? {}
      : { sub: `gid://shopify/Customer/${options.customerId}` }),
  };
  return signJwt(claims, options.secret ?? signer.apiSecret);
}

/** HS256, as Shopify signs with the app's client secret. */
function signJwt(claims: object, secret: string): string {
  const unsigned = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function issuedAt(signer: TokenSigner): number {
  return Math.floor((signer.nowMs ?? Date.now)() / 1000);
}

const claimsSchema = z.record(z.string(), z.unknown());

/** The claims of a token that is signed with `secret`, begun and not expired; null otherwise. */
export function verifyJwt(
  token: string,
  secret: string,
  nowMs: number = Date.now(),
): Record<string, unknown> | null {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  const hasBegun = Number(claims["nbf"] ?? 0) <= nowMs / 1000 + 1;
  return hasBegun && Number(claims["exp"]) > nowMs / 1000 ? claims : null;
}
