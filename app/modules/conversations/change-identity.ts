import {
  carryRefusals,
  endConsentFor,
  refusedBy,
  spreadSuppressions,
} from "#app/modules/consent/index.ts";
import {
  addFormerIdentifier,
  addIdentifier,
  contactIdsByHashes,
  ensureContact,
  findContactById,
  type Identifier,
  identifierHashes,
  knownContacts,
  lockPerson,
  mergeContacts,
  retireIdentifiers,
} from "#app/modules/contacts/index.ts";
import { endedNames, type Known, successorOf } from "#app/modules/contacts/identity.rules.ts";
import { type IntakeEvent, isHeldByOthers } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays, addMs, earlierOf, MINUTE_MS, SECOND_MS } from "#app/shared/duration.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { contactOfSender } from "./contact-of-sender.ts";
import { type IdentityChange, parseIdentityChanges } from "./inbound.types.ts";
import { identifiersOf, type Sender } from "./sender.rules.ts";

/** WhatsApp tells of one change in two ways, at about the same time. */
const SAME_CHANGE_MS = 2 * MINUTE_MS;

interface Case {
  deps: Deps;
  tx: Tx;
  shopId: string;
  change: IdentityChange;
  eventId: string;
}

async function holderOf({ deps, tx, shopId }: Case, identifiers: Identifier[]) {
  const hashes = identifierHashes(deps, shopId, identifiers);
  const owners = await contactIdsByHashes(tx, shopId, hashes);
  const [id] = hashes.flatMap((hash) => owners.get(hash) ?? []);
  if (id === undefined) return null;
  return (await knownContacts(tx, shopId, [id])).get(id) ?? null;
}

const oneOf = (sender: Partial<Sender>) => identifiersOf({ waId: null, userId: null, ...sender });

/** WhatsApp dates in whole seconds: a change counts at the end of its second. */
const heldBy = (known: Known, hashes: string[], at: Date) =>
  known.phones.some(
    ({ hash, since }) => hashes.includes(hash) && since <= addMs(at, SECOND_MS - 1),
  );

/**
 * Whom the news is about: by the user id that never passes to others, else by the number, as long as this
 * person had it when it was given up. Old news of a number must not rename who has it now.
 */
async function subjectOf(found: Case): Promise<Known | null> {
  const { deps, shopId, change } = found;
  const byUserId = await holderOf(found, oneOf({ userId: change.was.userId }));
  if (byUserId) return byUserId;
  const phone = oneOf({ waId: change.was.waId });
  const byPhone = await holderOf(found, phone);
  if (byPhone === null) return null;
  return heldBy(byPhone, identifierHashes(deps, shopId, phone), change.at) ? byPhone : null;
}

interface Succession {
  id: string;
  before: Known;
  /** whom the new value names by now */
  holder: Known | null;
  successor: Identifier;
}

/** Identifiers name a contact no more, and what it agreed to for them ends. */
async function leave(
  { deps, tx, shopId }: Case,
  of: { contactId: string; hashes: string[]; at: Date },
): Promise<void> {
  if (of.hashes.length === 0) return;
  await endConsentFor(deps, tx, { shopId, ...of, at: deps.clock.now(), because: "number_left" });
  await retireIdentifiers(tx, shopId, of);
}

/** Whoever has the new value is the same person, or has it no more. Gives who stands for the person then. */
async function giveWay(found: Case, { id, holder, successor }: Succession): Promise<string> {
  const { deps, tx, shopId, change } = found;
  if (holder === null) return id;
  const kind = successor.kind === "phone" ? "phone" : "bsuid";
  const decision = successorOf({ kind, at: change.at }, holder);
  if (decision.do === "merge") {
    const why = { shopId, reason: decision.reason, decidedBy: "rule", staffId: null } as const;
    return (await mergeContacts(deps, tx, { ...why, contactIds: [id, holder.id] })) ?? id;
  }
  const hashes = identifierHashes(deps, shopId, [successor]);
  const topics = await refusedBy(tx, { shopId, contactId: holder.id });
  await leave(found, { contactId: holder.id, hashes, at: change.at });
  // Both ways: they may be one person all the same, and no yes came along.
  const own = await refusedBy(tx, { shopId, contactId: id });
  await carryRefusals(deps, tx, { shopId, from: id, to: holder.id, topics: own });
  await carryRefusals(deps, tx, { shopId, from: holder.id, to: id, topics });
  return id;
}

/** The old values end. A number that the newer user id was met with is the person's number now. */
function endedBy(found: Case, succession: Succession & { isTheirs: boolean }): string[] {
  const { deps, shopId, change } = found;
  const { before, holder, successor, isTheirs } = succession;
  const replaced = identifierHashes(deps, shopId, identifiersOf(change.was));
  const same = successor.kind === "phone" ? before.phones : before.userIds;
  const isKnownByNewer = successor.kind === "bsuid" && (holder?.phones.length ?? 0) > 0;
  const phones = isKnownByNewer ? before.phones.map(({ hash }) => hash) : [];
  return [...endedNames(same, { replaced, isTheirs }), ...phones];
}

/** One identifier of the person has a new value. Gives who stands for the person then. */
async function succeed(found: Case, id: string, successor: Identifier): Promise<string> {
  const { deps, tx, shopId, change } = found;
  const before = (await knownContacts(tx, shopId, [id])).get(id);
  const holder = await holderOf(found, [successor]);
  if (!before) return id;
  const isTheirs = holder?.id === before.id;
  const succession = { id, before, holder: isTheirs ? null : holder, successor };
  const current = await giveWay(found, succession);
  const kept = identifierHashes(deps, shopId, [successor]);
  const hashes = endedBy(found, { ...succession, isTheirs }).filter((hash) => !kept.includes(hash));
  const at = current === id ? change.at : deps.clock.now();
  await leave(found, { contactId: current, hashes, at });
  const contact = await findContactById(tx, shopId, current);
  if (contact) await addIdentifier(deps, tx, contact, successor);
  return current;
}

/** Nobody we knew by the old name has a new one now: whoever we knew by that one has it no more. */
async function newcomer(found: Case): Promise<void> {
  const { deps, tx, shopId, change } = found;
  const { waId, userId } = change.is;
  if (userId !== null) {
    // Who is known by the new user id is told the number, and the other way round.
    const isKnown = (await holderOf(found, identifiersOf(change.is))) !== null;
    if (!isKnown) return;
    const contact = await contactOfSender(deps, tx, shopId, { ...change.is, at: change.at });
    const [former] = oneOf({ userId: change.was.userId });
    const span = { since: change.at, until: change.at };
    if (contact && former) {
      await addFormerIdentifier(deps, tx, contact, { identifier: former, ...span });
    }
    return;
  }
  await newNumber(found, oneOf({ waId }));
}

/** WhatsApp delivers for up to seven days (contract 3.3). */
const UNREAD_SINCE_DAYS = 8;

/** Somebody whom we did not know under the old number has this one: who had it before has it no more. */
async function newNumber(found: Case, successor: Identifier[]): Promise<void> {
  const { deps, tx, shopId, change, eventId } = found;
  const former = oneOf({ waId: change.was.waId });
  const old = identifierHashes(deps, shopId, former);
  await giveUpNumber(found, successor);
  // What waits to be read under the old number was said by who has the new one.
  const [now, before] = [successor[0], former[0]];
  if (!now || !before || !(await isHeldByOthers(tx, shopId, { hashes: old, eventId }))) return;
  const wish = { shopId, identifier: now, locale: null, country: phoneCountry(now.value) };
  const contact = await ensureContact(deps, tx, wish);
  const span = { since: addDays(change.at, -UNREAD_SINCE_DAYS), until: change.at };
  await addFormerIdentifier(deps, tx, contact, { identifier: before, ...span });
}

async function giveUpNumber(found: Case, successor: Identifier[]): Promise<void> {
  const { deps, tx, shopId, change } = found;
  const holder = await holderOf(found, successor);
  if (!holder) return;
  const contactId = (await lockPerson(tx, shopId, holder.id)).id;
  const hashes = identifierHashes(deps, shopId, successor);
  // Who got it at about that time is who it is about: WhatsApp tells of one change in two ways.
  const before = addMs(change.at, -SAME_CHANGE_MS);
  const hadBefore = holder.phones.some((one) => hashes.includes(one.hash) && one.since < before);
  if (!hadBefore) return;
  // Who has it now may be who said no under it since: in doubt the no is kept.
  const topics = await refusedBy(tx, { shopId, contactId });
  await leave(found, { contactId, hashes, at: change.at });
  const [identifier] = successor;
  if (topics.length === 0 || !identifier) return;
  const country = phoneCountry(identifier.value);
  const next = await ensureContact(deps, tx, { shopId, identifier, locale: null, country });
  await carryRefusals(deps, tx, { shopId, from: contactId, to: next.id, topics });
}

async function applyChange(found: Case): Promise<void> {
  const { deps, tx, shopId, change } = found;
  const subject = await subjectOf(found);
  if (subject === null) {
    return newcomer(found);
  }
  let { id } = await lockPerson(tx, shopId, subject.id);
  const hashes = [...subject.phones, ...subject.userIds].map(({ hash }) => hash);
  for (const successor of identifiersOf(change.is).toReversed()) {
    id = await succeed(found, id, successor);
  }
  // A "no" belongs to the person, not to the number under which it was said.
  await spreadSuppressions(deps, tx, { shopId, contactId: id, alsoFrom: hashes });
}

/**
 * WhatsApp says that a person has a new number or user id. Consent named the old number and does not
 * move: nothing goes to the new one until the person agrees to that (invariant 1). What forbids
 * messages moves along.
 */
export async function changeIdentities(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId, receivedAt, eventId } = event;
  for (const told of parseIdentityChanges(event.body)) {
    const change = { ...told, at: earlierOf(told.at, receivedAt) };
    await deps.db.inShop(shopId, (tx) => applyChange({ deps, tx, shopId, change, eventId }));
  }
}
