import { createHash } from "node:crypto";
import {
  type ConsentEntry,
  heldLedger,
  recordConsent,
  suppressionsOf,
} from "#app/modules/consent/index.ts";
import {
  type ConsentStandings,
  decideOptIn,
  foldConsent,
  refusedTopics,
} from "#app/modules/consent/consent.rules.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { type ContactRow, readContacts } from "#app/modules/contacts/index.ts";
import { holdsFor } from "#app/modules/intake/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { phoneCountry, type PhoneE164 } from "#app/shared/phone.ts";
import { requestConfirmation } from "./confirm/request-confirmation.ts";
import { confirmationModeFor } from "./confirmation-mode.rules.ts";
import type { OptInBody } from "./opt-in.types.ts";

export interface OptInFacts {
  shop: ShopRow;
  body: OptInBody;
  phone: PhoneE164 | null;
  key: string;
  at: Date;
  ip: string;
  userAgent: string | null;
  /** who was logged in, by Shopify's own word */
  customerId: string | null;
}

/** What a judge would want to see beside an act: the words, the place, and who was logged in. */
export function evidenceOf(facts: OptInFacts): Record<string, unknown> {
  const { body, customerId, ip, userAgent } = facts;
  const { shownText, extensionVersion, place, phone } = body;
  const evidence = { shownText, extensionVersion, place, typedPhone: phone, ip, userAgent };
  return customerId === null ? evidence : { ...evidence, customerId };
}

export interface OptInPerson {
  contact: ContactRow;
  identifierHash: string | null;
}

/**
 * One event per purpose, so that each can be withdrawn on its own; tap tracking is one of them. What has
 * to be confirmed on WhatsApp is asked for there.
 * @returns where the person stands now
 */
export async function appendEvents(
  deps: Deps,
  tx: Tx,
  facts: OptInFacts,
  person: OptInPerson,
): Promise<ConsentStandings> {
  const { body, phone, shop } = facts;
  const who = { shopId: shop.id, contactId: person.contact.id, dataKey: person.contact.dataKey };
  const ledger = await heldLedger(tx, who);
  const names = await namesOf(deps, tx, who);
  const changes = decideOptIn({
    granted: body.granted,
    mode: confirmationModeFor(shop.consentSettings, phone && phoneCountry(phone)),
    topics: body.topics,
    tapTracking: body.tapTracking,
    identifierHash: person.identifierHash,
    current: foldConsent(ledger),
    refused: (await isBlocked(tx, shop.id, [...names, person.identifierHash ?? ""]))
      ? consentTopics
      : refusedTopics(ledger, body.checkoutToken),
    unread: await hasUnread(tx, shop.id, names),
  });
  const entries = changes.map((change): ConsentEntry => ({
    ...change,
    source: body.place,
    identifierHash: person.identifierHash,
    at: facts.at,
    wordingVersion: body.wordingVersion,
    wordingHash: createHash("sha256").update(body.shownText).digest("base64url"),
    locale: body.locale,
    place: body.place,
    checkoutToken: body.checkoutToken,
    requestKey: `${facts.key}:${person.contact.id}`,
    evidence: evidenceOf(facts),
  }));
  const standings = await recordConsent(deps, tx, who, entries);
  await askFor(deps, tx, { shop, contactId: person.contact.id, entries });
  return standings;
}

const NOES: readonly string[] = ["opt_out", "native_stop", "perhaps_opt_out"];

/** A no of the number's owner, also one that has outlived their ledger (they were erased since). */
async function isBlocked(tx: Tx, shopId: string, hashes: string[]): Promise<boolean> {
  const blocked = await suppressionsOf(tx, shopId, hashes);
  return blocked.some(({ reason }) => NOES.includes(reason));
}

/** Every hash that names the person. */
export async function namesOf(
  deps: Deps,
  tx: Tx,
  { shopId, contactId }: { shopId: string; contactId: string },
): Promise<string[]> {
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  return cards.get(contactId)?.hashes ?? [];
}

/** Whether a webhook about the person waits to be read. */
export async function hasUnread(tx: Tx, shopId: string, names: string[]): Promise<boolean> {
  return (await holdsFor(tx, shopId, names)).size > 0;
}

async function askFor(
  deps: Deps,
  tx: Tx,
  of: { shop: ShopRow; contactId: string; entries: ConsentEntry[] },
): Promise<void> {
  const requested = of.entries.filter(({ kind }) => kind === "requested");
  const [first] = requested;
  if (!first?.identifierHash) return;
  await requestConfirmation(deps, tx, of.shop, {
    contactId: of.contactId,
    identifierHash: first.identifierHash,
    requestKey: first.requestKey ?? "",
    topics: requested.flatMap(({ topic }) => topic ?? []),
    wordingVersion: first.wordingVersion ?? null,
    wordingHash: first.wordingHash ?? null,
    locale: first.locale ?? null,
    place: first.place ?? null,
    checkoutToken: first.checkoutToken ?? null,
    requestedAt: first.at,
  });
}
