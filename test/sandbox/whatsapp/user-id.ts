import { createHash } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Contact, State } from "./state.ts";

const COUNTRY_OF_PREFIX: readonly (readonly [string, string])[] = [
  ["49", "DE"],
  ["43", "AT"],
  ["41", "CH"],
  ["33", "FR"],
  ["34", "ES"],
  ["31", "NL"],
  ["48", "PL"],
  ["90", "TR"],
  ["55", "BR"],
];

/** The country of a number (ISO 3166), cheap for the common ones; "ZZ" when nobody can say. */
export function countryOf(waId: string): string {
  const known = COUNTRY_OF_PREFIX.find(([prefix]) => waId.startsWith(prefix));
  return known?.[1] ?? parsePhoneNumberFromString(`+${waId}`)?.country ?? "ZZ";
}

/** The business-scoped user id: the same person has another one at every portfolio (contract 3.9). */
export function userIdOf(state: State, portfolioId: string, waId: string): string {
  const digest = createHash("sha256").update(`${portfolioId}|${waId}`).digest();
  const userId = `${countryOf(waId)}.${digest.readBigUInt64BE(0).toString().padStart(16, "0").slice(0, 16)}`;
  state.userIds.set(userId, waId);
  return userId;
}

/** The person behind a number, made known on first sight. */
export function contactOf(state: State, waId: string): Contact {
  const known = state.contacts.get(waId);
  if (known) return known;
  const contact = { waId, profileName: "Shopper", wroteAt: {}, stopped: [] };
  state.contacts.set(waId, contact);
  return contact;
}
