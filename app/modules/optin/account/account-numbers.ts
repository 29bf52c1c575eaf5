import { type ConsentStandings, foldConsent } from "#app/modules/consent/consent.rules.ts";
import { consentEventsOf } from "#app/modules/consent/index.ts";
import {
  type ContactCard,
  type ContactRow,
  findContact,
  identifierHashes,
  personIds,
  readContacts,
  storedHash,
} from "#app/modules/contacts/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneCountry } from "#app/shared/phone.ts";
import { confirmationModeFor } from "../confirmation-mode.rules.ts";
import { type AccountClaim, claimStandings } from "./account.rules.ts";
import { claimsOf, noteClaim } from "./account.store.server.ts";

export interface AccountNumber {
  contactId: string;
  phone: PhoneE164;
  standings: ConsentStandings;
  /** Shopify itself named this customer with the number; otherwise they only claimed it */
  isLinked: boolean;
}

/** Shopify's number for the customer whom a session token names. */
const customerOf = (customerId: string) => ({ kind: "customer", value: customerId }) as const;

/**
 * Notes that a customer typed this number, unless Shopify named them with it before: from then on they
 * see what becomes of it.
 */
export async function claimNumber(
  deps: Deps,
  tx: Tx,
  typed: { contact: ContactRow; identifierHash: string; customerId: string; at: Date },
): Promise<void> {
  const { contact, customerId, identifierHash, at } = typed;
  if (await storedHash(deps, tx, contact, customerOf(customerId))) return;
  const customerHash = deps.vault.hash(contact.shopId, "customer", customerId);
  const claim = { contactId: contact.id, identifierHash, at };
  await noteClaim(tx, contact.shopId, { ...claim, customerHash });
}

interface Asking {
  shop: ShopRow;
  customerId: string;
}

function consentedPhone(card: ContactCard, standings: ConsentStandings): PhoneE164 | undefined {
  const named = [...standings.values()].map(({ identifierHash }) => identifierHash ?? "");
  const hash = named.find((one) => card.phones.has(one)) ?? [...card.phones.keys()][0];
  return card.phones.get(hash ?? "");
}

async function linkedNumber(deps: Deps, tx: Tx, { shop, customerId }: Asking) {
  const contact = await findContact(deps, tx, {
    shopId: shop.id,
    identifiers: [customerOf(customerId)],
  });
  if (!contact) return null;
  const cards = await readContacts(deps, tx, { shopId: shop.id, ids: [contact.id] });
  const card = cards.get(contact.id);
  const standings = foldConsent(await consentEventsOf(tx, shop.id, contact.id));
  const phone = card && consentedPhone(card, standings);
  return phone ? { contactId: contact.id, phone, standings, isLinked: true } : null;
}

async function claimedNumber(
  tx: Tx,
  shop: ShopRow,
  { claim, card }: { claim: AccountClaim; card: ContactCard },
): Promise<AccountNumber | null> {
  const phone = card.phones.get(claim.identifierHash);
  if (!phone) return null;
  const mode = confirmationModeFor(shop.consentSettings, phoneCountry(phone));
  const events = await consentEventsOf(tx, shop.id, claim.contactId);
  const standings = claimStandings(events, claim, mode);
  return { contactId: claim.contactId, phone, standings, isLinked: false };
}

/** The customer's claims, each of the contact that stands for its person today. */
async function claimsOfPersons(tx: Tx, shopId: string, hashes: string[]): Promise<AccountClaim[]> {
  const claims = await claimsOf(tx, shopId, hashes);
  const ids = claims.map(({ contactId }) => contactId);
  const persons = await personIds(tx, shopId, ids);
  return claims.map((claim) => ({
    ...claim,
    contactId: persons.get(claim.contactId) ?? claim.contactId,
  }));
}

/**
 * The numbers that a customer may see and change: the one that Shopify knows as theirs, then those that
 * they typed while they were logged in, the latest first. Nobody else's, whatever they typed elsewhere.
 * A number that was typed first stays a claim, although its checkout names the customer afterwards.
 */
export async function accountNumbers(deps: Deps, tx: Tx, asking: Asking): Promise<AccountNumber[]> {
  const { shop, customerId } = asking;
  const hashes = identifierHashes(deps, shop.id, [customerOf(customerId)]);
  const claims = await claimsOfPersons(tx, shop.id, hashes);
  const isClaimed = (id: string) => claims.some(({ contactId }) => contactId === id);
  const known = await linkedNumber(deps, tx, asking);
  const linked = known && !isClaimed(known.contactId) ? known : null;
  const ids = claims.map(({ contactId }) => contactId);
  const cards = await readContacts(deps, tx, { shopId: shop.id, ids });
  const numbers: AccountNumber[] = linked ? [linked] : [];
  for (const claim of claims) {
    const card = cards.get(claim.contactId);
    if (!card || numbers.some(({ contactId }) => contactId === claim.contactId)) continue;
    const number = await claimedNumber(tx, shop, { claim, card });
    if (number) numbers.push(number);
  }
  return numbers;
}

/** The number that a customer's request means; null when it is none of theirs. */
export async function accountNumber(
  deps: Deps,
  tx: Tx,
  asking: Asking & { ref: string },
): Promise<AccountNumber | null> {
  const numbers = await accountNumbers(deps, tx, asking);
  return numbers.find(({ contactId }) => contactId === asking.ref) ?? null;
}
