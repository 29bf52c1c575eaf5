export type HashKind =
  "phone" | "wa_id" | "bsuid" | "email" | "customer" | "checkout" | "cart" | "way_out";

/** Seals personal data and secrets (AES-256-GCM) and finds persons by keyed hash. */
export interface Vault {
  /** Names the key that seals now: the first bytes of its digest, in hex. It stands in what it sealed. */
  encryptionKeyId: string;
  /** Every key that can be opened with, the first one first. */
  encryptionKeyIds: string[];
  /** Names the key of new hashes in the same way. */
  lookupKeyId: string;
  lookupKeyIds: string[];
  /** Sealed under the process's first key. `context` must be the same on opening (shop id, table, …). */
  seal(plain: string | Uint8Array, context: string): Uint8Array<ArrayBuffer>;
  /** @throws when no key opens it or the context differs */
  open(sealed: Uint8Array, context: string): string;
  /** The same content (also a wrapped data key) sealed under the first key. @throws as `open` does */
  reseal(sealed: Uint8Array, context: string): Uint8Array<ArrayBuffer>;
  /** The keyed hash under which a new row is stored. */
  hash(shopId: string, kind: HashKind, value: string): string;
  /** The hashes under all keys, the first one first: look-ups try them all. */
  hashes(shopId: string, kind: HashKind, value: string): string[];
  /** A fresh key of one person, wrapped; deleting it erases what it sealed. */
  newDataKey(contactId: string): Uint8Array<ArrayBuffer>;
  sealFor(dataKey: Uint8Array, contactId: string, plain: string): Uint8Array<ArrayBuffer>;
  openFor(dataKey: Uint8Array, contactId: string, sealed: Uint8Array): string;
}
