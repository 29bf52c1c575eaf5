import { isProgram } from "#app/shared/user-agent.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = BigInt(ALPHABET.length);
const LEAST_BYTES = 8;
const MOST_BYTES = 16;
const CODE = /^[0-9A-Za-z]{11,22}$/;

/** How many base62 digits hold that many bytes: 8 bytes need 11. */
function codeLength(bytes: number): number {
  return Math.ceil((bytes * 8) / Math.log2(ALPHABET.length));
}

/**
 * The code of a short link from 8 to 16 random bytes (64 to 128 bits), none of them lost: 11 to 22
 * characters of base62. Throws a RangeError for fewer or more bytes.
 */
export function newCode(bytes: Uint8Array): string {
  if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
    throw new RangeError(`A link code needs ${LEAST_BYTES} to ${MOST_BYTES} random bytes`);
  }
  let rest = 0n;
  for (const byte of bytes) rest = rest * 256n + BigInt(byte);
  let code = "";
  for (let i = 0; i < codeLength(bytes.length); i += 1) {
    code = ALPHABET.charAt(Number(rest % BASE)) + code;
    rest /= BASE;
  }
  return code;
}

/** Whether a text could be a code at all, so that guesses need no look at the database. */
export function isCode(text: string): boolean {
  return CODE.test(text);
}

export type LinkRequest = {
  readonly method: string;
  readonly userAgent: string | null;
  /** Values of Sec-Purpose, Purpose, X-Purpose and X-Moz, as far as present. */
  readonly purposeHeaders: readonly (string | null | undefined)[];
};

/** Whether a request only looks at a link and is not a person's tap: bots, link previews, prefetches. */
export function isPreview({ method, userAgent, purposeHeaders }: LinkRequest): boolean {
  if (method.toUpperCase() !== "GET") return true;
  const ahead = purposeHeaders.some((value) => /prefetch|prerender|preview/i.test(value ?? ""));
  return ahead || isProgram(userAgent);
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** A shop's domain is a bare host ("demo.myshopify.com") or an origin ("https://shop.example:8443"). */
function originOf(domain: string): URL | null {
  return parseUrl(domain.includes("://") ? domain : `https://${domain}`);
}

function belongsTo(url: URL, domain: URL): boolean {
  if (url.protocol !== domain.protocol || url.port !== domain.port) return false;
  if (url.protocol === "http:")
    return LOOPBACK.test(url.hostname) && url.hostname === domain.hostname;
  return url.hostname === domain.hostname || url.hostname.endsWith(`.${domain.hostname}`);
}

/**
 * Whether a link may lead there: https on one of the shop's own domains or below it, on the port that
 * the list names, without a login in the address. Plain http only for a loopback origin that the list
 * itself holds (development).
 */
export function destinationAllowed(url: string, shopDomains: readonly string[]): boolean {
  const target = parseUrl(url);
  if (!target || target.username !== "" || target.password !== "") return false;
  if (target.protocol !== "https:" && target.protocol !== "http:") return false;
  return shopDomains.some((domain) => {
    const own = originOf(domain);
    return own !== null && own.hostname !== "" && belongsTo(target, own);
  });
}

export type LinkFacts = {
  readonly expiresAt: Date;
  /** When the checkout behind the link was bought. */
  readonly orderedAt: Date | null;
};

/** What a tap finds: the checkout, or a page that says why not. */
export function linkState(
  { expiresAt, orderedAt }: LinkFacts,
  now: Date,
): "open" | "expired" | "used" {
  if (orderedAt) return "used";
  return now < expiresAt ? "open" : "expired";
}
