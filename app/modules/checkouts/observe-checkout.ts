import {
  type ContactRow,
  contactIdsByHashes,
  findContactsById,
  identifierHashes,
  learnContacts,
} from "#app/modules/contacts/index.ts";
import { lastContactsOfCheckouts, lockCheckouts } from "#app/modules/consent/index.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { identifiersOfShopify } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { earlierOf } from "#app/shared/duration.ts";
import { type CheckoutFacts, parseCheckout } from "./checkout.types.ts";
import { type ObservedCheckout, upsertCheckouts } from "./checkouts.store.server.ts";
import { endReminding } from "./end-reminding.ts";
import { learnedOf, sealPerson } from "./person-of-checkout.ts";
import { settleIdentities } from "./settle-identities.ts";
import { scheduleReminders } from "./schedule-reminder.ts";

/** Customer first, then phones, then e-mail: the surer match decides. */
const SURENESS = ["customer", "phone", "email"] as const;

/** A webhook about a checkout, read. */
interface Sighting {
  facts: CheckoutFacts;
  triggeredAt: Date | null;
  /** keyed hashes of every person it names, the surest first */
  personHashes: string[];
}

function personHashes(deps: Deps, event: IntakeEvent): string[] {
  const found = identifiersOfShopify(event.topic, event.body).identifiers;
  const identifiers = SURENESS.flatMap((kind) =>
    found.flatMap((one) => (one.kind === kind ? [{ kind, value: one.value }] : [])),
  );
  return [...new Set(identifierHashes(deps, event.shopId, identifiers))];
}

/** Nothing is reported before it happens: a clock that runs ahead must not put a reminder off. */
function inOurTime(seen: CheckoutFacts, receivedAt: Date): CheckoutFacts {
  const createdAt = earlierOf(seen.createdAt, receivedAt);
  return { ...seen, createdAt, lastActivityAt: earlierOf(seen.lastActivityAt, receivedAt) };
}

function sightingOf(deps: Deps, event: IntakeEvent): Sighting {
  const facts = inOurTime(parseCheckout(event.body), event.receivedAt);
  return { facts, triggeredAt: event.triggeredAt, personHashes: personHashes(deps, event) };
}

interface Behind {
  contact: ContactRow;
  optedInHere: boolean;
}

/**
 * Whose checkouts these are, by token: whoever opted in at one, whatever phone it ships to; else a known
 * contact that it names. Nobody is created here: without an opt-in there is nobody to message.
 */
async function contactsBehind(
  tx: Tx,
  shopId: string,
  sightings: Sighting[],
): Promise<Map<string, Behind>> {
  const tokens = sightings.map(({ facts }) => facts.token);
  const optedIn = await lastContactsOfCheckouts(tx, shopId, tokens);
  const hashes = sightings.flatMap((one) => one.personHashes);
  const named = await contactIdsByHashes(tx, shopId, [...new Set(hashes)]);
  const ids = [...new Set([...optedIn.values(), ...named.values()])];
  const rows = await findContactsById(tx, shopId, ids);
  const contacts = new Map(rows.map((row) => [row.id, row]));
  const behind = new Map<string, Behind>();
  for (const { facts, personHashes: own } of sightings) {
    const here = contacts.get(optedIn.get(facts.token) ?? "");
    const surest = own.find((hash) => named.has(hash)) ?? "";
    const contact = here ?? contacts.get(named.get(surest) ?? "");
    if (contact) behind.set(facts.token, { contact, optedInHere: here !== undefined });
  }
  return behind;
}

/** `contactsBehind`, without those whose number has gone to somebody else. */
async function settledBehind(
  deps: Deps,
  tx: Tx,
  of: { shopId: string; sightings: Sighting[] },
): Promise<Map<string, Behind>> {
  const behind = await contactsBehind(tx, of.shopId, of.sightings);
  const seen = of.sightings.flatMap(({ facts, personHashes: own }) => {
    const person = behind.get(facts.token);
    return person ? [{ ...facts, ...person, personHashes: own }] : [];
  });
  const { changed, joined } = await settleIdentities(deps, tx, { shopId: of.shopId, seen });
  const after = joined ? await contactsBehind(tx, of.shopId, of.sightings) : behind;
  for (const token of changed) after.delete(token);
  return after;
}

function observed(
  deps: Deps,
  shopId: string,
  found: { sighting: Sighting; contactId: string | null },
): ObservedCheckout {
  const { sighting, contactId } = found;
  const { facts } = sighting;
  const recoverUrl = facts.recoverUrl
    ? deps.vault.seal(facts.recoverUrl, `${shopId}:checkout`)
    : null;
  const person = sealPerson(deps, shopId, facts);
  const { personHashes: hashes, triggeredAt } = sighting;
  return { ...facts, personHashes: hashes, person, recoverUrl, triggeredAt, contactId };
}

/** At most one sighting of each checkout: keeps them, what they teach, and when reminders are due. */
async function keep(deps: Deps, shopId: string, sightings: Sighting[]): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const tokens = sightings.map(({ facts }) => facts.token);
    await lockCheckouts(tx, shopId, tokens);
    const behind = await settledBehind(deps, tx, { shopId, sightings });
    const rows = sightings.map((sighting) => {
      const contactId = behind.get(sighting.facts.token)?.contact.id ?? null;
      return observed(deps, shopId, { sighting, contactId });
    });
    const written = await upsertCheckouts(tx, shopId, rows);
    const news = new Set(written.map(({ token }) => token)); // the others are older than what we have
    const learned = sightings.flatMap(({ facts }) => {
      const person = news.has(facts.token) ? behind.get(facts.token) : undefined;
      return person?.optedInHere ? [learnedOf(person.contact, facts)] : [];
    });
    await learnContacts(deps, tx, { shopId, learned });
    const lost = written.filter(({ contactId, before }) => before && before !== contactId);
    const checkoutIds = lost.map(({ id }) => id);
    const at = deps.clock.now();
    await endReminding(tx, shopId, { checkoutIds, reason: "cart_of_another", at });
    await scheduleReminders(tx, shopId, written);
  });
}

/** The first sighting of each checkout, then the second of each, …: in a wave each stands once. */
function wavesOf(sightings: Sighting[]): Sighting[][] {
  const waves: Sighting[][] = [];
  for (const same of Map.groupBy(sightings, ({ facts }) => facts.token).values()) {
    for (const [turn, sighting] of same.entries()) (waves[turn] ??= []).push(sighting);
  }
  return waves;
}

/**
 * checkouts/create and checkouts/update of one shop, in their order: keeps the checkouts and when their
 * reminders are due. Safe to run again, and beside itself.
 */
export async function observeCheckouts(deps: Deps, events: IntakeEvent[]): Promise<void> {
  const [first] = events;
  if (!first) return;
  const sightings = events.map((event) => sightingOf(deps, event));
  for (const wave of wavesOf(sightings)) await keep(deps, first.shopId, wave);
}
