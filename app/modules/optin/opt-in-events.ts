import { createHash } from "node:crypto";
import {
  type ConsentEntry,
  type ConsentOf,
  recordConsent,
  refusedBy,
  standingsOf,
  suppressionsOf,
} from "#app/modules/consent/index.ts";
import { decideOptIn } from "#app/modules/consent/consent.rules.ts";
import { type ConsentTopic, consentTopics } from "#app/modules/consent/consent.types.ts";
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
 */
export async function appendEvents(
  deps: Deps,
  tx: Tx,
  facts: OptInFacts,
  person: OptInPerson,
): Promise<void> {
  const { body, phone, shop } = facts;
  const who = { shopId: shop.id, contactId: person.contact.id, dataKey: person.contact.dataKey };
  const changes = decideOptIn({
    granted: body.granted,
    mode: confirmationModeFor(shop.consentSettings, phone && phoneCountry(phone)),
    topics: body.topics,
    tapTracking: body.tapTracking,
    identifierHash: person.identifierHash,
    current: await standingsOf(tx, who),
    refused: await refusedHere(deps, tx, who, {
      identifierHash: person.identifierHash,
      checkoutToken: body.checkoutToken,
    }),
    unread: await hasUnread(deps, tx, who),
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
  await recordConsent(deps, tx, who, entries);
  await askFor(deps, tx, { shop, contactId: person.contact.id, entries });
}

const NOES: readonly string[] = ["opt_out", "native_stop", "perhaps_opt_out"];

/**
 * What the owner of the number has said no to, by their ledger or by a block that has outlived it (they
 * were erased since). What was only unticked at this very checkout may be ticked again.
 */
async function refusedHere(
  deps: Deps,
  tx: Tx,
  who: ConsentOf,
  at: { identifierHash: string | null; checkoutToken: string | null },
): Promise<readonly ConsentTopic[]> {
  const { shopId, contactId } = who;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const hashes = [...(cards.get(contactId)?.hashes ?? []), at.identifierHash ?? ""];
  const blocked = await suppressionsOf(tx, shopId, hashes);
  if (blocked.some(({ reason }) => NOES.includes(reason))) return consentTopics;
  return refusedBy(tx, who, at.checkoutToken);
}

/** Whether a webhook about the person waits to be read: it may be a no. */
async function hasUnread(
  deps: Deps,
  tx: Tx,
  { shopId, contactId }: { shopId: string; contactId: string },
): Promise<boolean> {
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  return (await holdsFor(tx, shopId, cards.get(contactId)?.hashes ?? [])).size > 0;
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
