import { timingSafeEqual } from "node:crypto";
import type { Deps } from "#app/ports/deps.ts";

/**
 * The token behind every message: the link /p/:token to the person's preference page. It names shop and
 * person, and seals the message under the person's own key: it cannot be made or altered without that key,
 * outlives every rotation of our keys, since person's keys are wrapped anew, and dies with an erasure. It
 * never expires: a way out has to work as long as the message can be read.
 *
 * shop (16 bytes) · person (16) · mark (8) · sealed message id
 */
const UUID = 16;
const MARK = 8;
const HEAD = UUID + UUID + MARK;
/** What the seal adds to a text of some length, and what it holds here. */
const MOST_BYTES = 140;
const PURPOSE = "way-out:";
const NO_MESSAGE = "-";
const BASE64URL = /^[\w-]+$/;

export interface PreferenceLink {
  shopId: string;
  contactId: string;
  /**
   * The mark fits one of the look-up keys of today: no guess. Without it the token may still be good,
   * made before those keys; then its seal decides, under the limits for guesses.
   */
  isMarked: boolean;
  sealed: Uint8Array;
}

interface Owner {
  shopId: string;
  contactId: string;
  /** the person's wrapped key */
  dataKey: Uint8Array;
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function marks(vault: Deps["vault"], shopId: string, signed: Buffer): Buffer[] {
  const text = signed.toString("base64url");
  return vault
    .hashes(shopId, "way_out", text)
    .map((hash) => Buffer.from(hash.slice(hash.indexOf(".") + 1), "base64url").subarray(0, MARK));
}

/** The token of one message's way out, or of a person's (`messageId` null). Made anew each time, all stay good. */
export function preferenceToken(
  deps: Pick<Deps, "vault">,
  owner: Owner,
  messageId: string | null,
): string {
  const { shopId, contactId, dataKey } = owner;
  const ids = Buffer.concat([bytesOf(shopId), bytesOf(contactId)]);
  const sealed = deps.vault.sealFor(dataKey, contactId, `${PURPOSE}${messageId ?? NO_MESSAGE}`);
  const [mark] = marks(deps.vault, shopId, Buffer.concat([ids, sealed]));
  if (!mark) throw new Error("A vault hashes under one key at least");
  return Buffer.concat([ids, mark, sealed]).toString("base64url");
}

/** What a token names, if it could be one at all. Proves nothing yet: `messageOfToken` does. */
export function readPreferenceToken(
  deps: Pick<Deps, "vault">,
  token: string,
): PreferenceLink | null {
  if (!BASE64URL.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  // One way to write each token: what decodes to the same bytes is not the same token.
  if (bytes.length <= HEAD || bytes.length > MOST_BYTES) return null;
  if (bytes.toString("base64url") !== token) return null;
  const shopId = uuidOf(bytes.subarray(0, UUID));
  const contactId = uuidOf(bytes.subarray(UUID, UUID * 2));
  const given = bytes.subarray(UUID * 2, HEAD);
  const sealed = bytes.subarray(HEAD);
  const signed = Buffer.concat([bytes.subarray(0, UUID * 2), sealed]);
  const isMarked = marks(deps.vault, shopId, signed).some((mark) => timingSafeEqual(mark, given));
  return { shopId, contactId, isMarked, sealed };
}

export type TokenProof = { isGenuine: true; messageId: string | null } | { isGenuine: false };

/** Whether the token was made by us for this person, and behind which message. */
export function messageOfToken(
  deps: Pick<Deps, "vault">,
  link: PreferenceLink,
  dataKey: Uint8Array,
): TokenProof {
  let text: string;
  try {
    text = deps.vault.openFor(dataKey, link.contactId, link.sealed);
  } catch {
    return { isGenuine: false };
  }
  if (!text.startsWith(PURPOSE)) return { isGenuine: false };
  const messageId = text.slice(PURPOSE.length);
  return { isGenuine: true, messageId: messageId === NO_MESSAGE ? null : messageId };
}
