import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { HashKind, Vault } from "#app/ports/vault.ts";

/** version (1) · key id (4) · nonce (12) · tag (16) · ciphertext */
const VERSION = 1;
const NONCE = 12;
const HEAD = 1 + 4 + NONCE + 16;

/** 24 bytes in base64url. */
const HASH_LENGTH = 32;

/** The kind stands in front of the hash, so that a match tells what matched (phone, e-mail, …). */
const PREFIX: Record<HashKind, string> = {
  phone: "p",
  wa_id: "w",
  bsuid: "b",
  email: "e",
  customer: "c",
  checkout: "k",
  cart: "a",
  way_out: "o",
};

/** Keys are made once: Node takes four times as long for a seal or a hash with raw bytes. */
interface Key {
  id: Buffer;
  secret: KeyObject;
}

function keyOf(bytes: Buffer): Key {
  const id = createHash("sha256").update(bytes).digest().subarray(0, 4);
  return { id, secret: createSecretKey(bytes) };
}

/** Random bytes, drawn many at a time: one draw costs as much as sealing a kilobyte. */
function nonceSource(): () => Buffer {
  let pool = Buffer.alloc(0);
  return () => {
    if (pool.length < NONCE) pool = randomBytes(NONCE * 256);
    const nonce = pool.subarray(0, NONCE);
    pool = pool.subarray(NONCE);
    return nonce;
  };
}
const nextNonce = nonceSource();

function sealWith(key: Key, plain: string | Uint8Array, context: string): Buffer<ArrayBuffer> {
  const nonce = nextNonce();
  const cipher = createCipheriv("aes-256-gcm", key.secret, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  cipher.final(); // in this mode nothing is left to come, but the tag is made here
  return Buffer.concat([Buffer.of(VERSION), key.id, nonce, cipher.getAuthTag(), body]);
}

function openWith(keys: Key[], sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEAD || bytes[0] !== VERSION) throw new Error("Not a sealed value");
  const key = keys.find((k) => timingSafeEqual(k.id, bytes.subarray(1, 5)));
  if (!key) throw new Error("Sealed under a key that ENCRYPTION_KEYS no longer lists");
  const decipher = createDecipheriv("aes-256-gcm", key.secret, bytes.subarray(5, 17));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(17, HEAD));
  return Buffer.concat([decipher.update(bytes.subarray(HEAD)), decipher.final()]);
}

/**
 * @param encryptionKeys 32 bytes each; the first writes, all read
 * @param lookupKeys 32 bytes each; new hashes use the first, look-ups try all
 */
export function openVault(encryptionKeys: Buffer[], lookupKeys: Buffer[]): Vault {
  const keys = encryptionKeys.map(keyOf);
  const [first] = keys;
  const namedLookups = lookupKeys.map(keyOf);
  const lookups = namedLookups.map((key) => key.secret);
  const [firstLookup] = lookups;
  if (!first || !firstLookup) throw new Error("ENCRYPTION_KEYS and LOOKUP_KEYS need one key each");
  const hashBy = (key: KeyObject, text: string) =>
    createHmac("sha256", key).update(text).digest("base64url").slice(0, HASH_LENGTH);
  const hashUnder = (key: KeyObject, shopId: string, kind: HashKind, value: string) =>
    `${PREFIX[kind]}.${hashBy(key, `${shopId}:${kind}:${value}`)}`;
  const personKey = (dataKey: Uint8Array, contactId: string) =>
    keyOf(openWith(keys, dataKey, `contact:${contactId}`));
  const idsOf = (named: Key[]) => named.map(({ id }) => id.toString("hex"));
  return {
    encryptionKeyId: first.id.toString("hex"),
    encryptionKeyIds: idsOf(keys),
    lookupKeyId: idsOf(namedLookups)[0] ?? "",
    lookupKeyIds: idsOf(namedLookups),
    reseal: (sealed, context) => sealWith(first, openWith(keys, sealed, context), context),
    seal: (plain, context) => sealWith(first, plain, context),
    open: (sealed, context) => openWith(keys, sealed, context).toString("utf8"),
    hash: (shopId, kind, value) => hashUnder(firstLookup, shopId, kind, value),
    hashes: (shopId, kind, value) => lookups.map((key) => hashUnder(key, shopId, kind, value)),
    newDataKey: (contactId) => sealWith(first, randomBytes(32), `contact:${contactId}`),
    sealFor: (dataKey, contactId, plain) =>
      sealWith(personKey(dataKey, contactId), plain, `person:${contactId}`),
    openFor: (dataKey, contactId, sealed) =>
      openWith([personKey(dataKey, contactId)], sealed, `person:${contactId}`).toString("utf8"),
  };
}
