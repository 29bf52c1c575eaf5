import { createHash } from "node:crypto";
import {
  type ConsentEntry,
  contactOfCheckout,
  recordConsent,
  standingsOf,
} from "#app/modules/consent/index.ts";
import { decideOptIn } from "#app/modules/consent/consent.rules.ts";
import {
  type ContactRow,
  ensureContact,
  findContact,
  findContactById,
} from "#app/modules/contacts/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, parsePhone, phoneCountry } from "#app/shared/phone.ts";
import type { OptInBody } from "./opt-in.types.ts";

export interface OptInFacts {
  shop: ShopRow;
  body: OptInBody;
  phone: PhoneE164 | null;
  key: string;
  at: Date;
  ip: string;
  userAgent: string | null;
}

function evidenceOf({ body, ip, userAgent }: OptInFacts): Record<string, unknown> {
  const { shownText, extensionVersion, place, phone } = body;
  return { shownText, extensionVersion, place, typedPhone: phone, ip, userAgent };
}

interface Person {
  contact: ContactRow;
  identifierHash: string | null;
}

/** One event per purpose, so that each can be withdrawn on its own; tap tracking is one of them. */
async function appendEvents(deps: Deps, tx: Tx, facts: OptInFacts, person: Person) {
  const { body, shop } = facts;
  const who = { shopId: shop.id, contactId: person.contact.id, dataKey: person.contact.dataKey };
  const changes = decideOptIn({
    granted: body.granted,
    mode: shop.consentMode === "double" ? "double" : "single",
    topics: body.topics,
    tapTracking: body.tapTracking,
    identifierHash: person.identifierHash,
    current: await standingsOf(tx, who),
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
}

async function withdrawFor(deps: Deps, tx: Tx, contact: ContactRow, facts: OptInFacts) {
  const body = { ...facts.body, granted: false };
  await appendEvents(deps, tx, { ...facts, body }, { contact, identifierHash: null });
  await deps.announce.optedOut(tx, { shopId: facts.shop.id, contactId: contact.id, at: facts.at });
}

/** The number typed first is corrected: its consent, given at this very checkout, ends. */
async function withdrawReplaced(deps: Deps, tx: Tx, facts: OptInFacts): Promise<void> {
  const { body, shop } = facts;
  const old = parsePhone(body.replacesPhone, body.country);
  if (old === null || old === facts.phone || body.checkoutToken === null) return;
  const contact = await findContact(deps, tx, {
    shopId: shop.id,
    identifiers: [{ kind: "phone", value: old }],
  });
  const grantedHere = await contactOfCheckout(tx, shop.id, body.checkoutToken);
  // A stranger must not end other people's consent by naming their number.
  if (contact && contact.id === grantedHere) await withdrawFor(deps, tx, contact, facts);
}

/** Makes or finds the person behind the number and writes the consent that was given. */
export async function writeOptIn(deps: Deps, tx: Tx, facts: OptInFacts): Promise<void> {
  const { body, phone, shop } = facts;
  if (phone === null) return;
  await withdrawReplaced(deps, tx, facts);
  const contact = await ensureContact(deps, tx, {
    shopId: shop.id,
    identifier: { kind: "phone", value: phone },
    locale: body.locale,
    country: body.country ?? phoneCountry(phone),
  });
  const hash = deps.vault.hash(shop.id, "phone", phone);
  await appendEvents(deps, tx, facts, { contact, identifierHash: hash });
  await deps.announce.optedIn(tx, {
    shopId: shop.id,
    contactId: contact.id,
    checkoutToken: body.checkoutToken,
  });
}

/** Unticking ends the consent of whoever it was given for: the number named, else this checkout's. */
export async function writeUntick(deps: Deps, tx: Tx, facts: OptInFacts): Promise<void> {
  const { body, phone, shop } = facts;
  const named = phone
    ? await findContact(deps, tx, {
        shopId: shop.id,
        identifiers: [{ kind: "phone", value: phone }],
      })
    : null;
  const hereId = body.checkoutToken
    ? await contactOfCheckout(tx, shop.id, body.checkoutToken)
    : null;
  const contact = named ?? (hereId ? await findContactById(tx, shop.id, hereId) : null);
  if (contact) await withdrawFor(deps, tx, contact, facts);
}
