import { numberForShop } from "#app/modules/channel/index.ts";
import {
  carryRefusals,
  endConsentFor,
  refusedBy,
  spreadSuppressions,
} from "#app/modules/consent/index.ts";
import {
  addIdentifier,
  contactIdsByHashes,
  type ContactRow,
  ensureContact,
  findContactById,
  type Identifier,
  identifierHashes,
  knownContacts,
  lockPerson,
  mergeContacts,
  retireIdentifiers,
} from "#app/modules/contacts/index.ts";
import { type SenderDecision, whoWrites } from "#app/modules/contacts/identity.rules.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { identifiersOf, type Sender } from "./sender.rules.ts";

interface Named {
  identifiers: Identifier[];
  phone: string[];
  userId: string[];
}

function namesOf(deps: Deps, shopId: string, sender: Sender): Named {
  const identifiers = identifiersOf(sender);
  const hashes = (kind: string) =>
    identifierHashes(
      deps,
      shopId,
      identifiers.filter((one) => one.kind === kind),
    );
  return { identifiers, phone: hashes("phone"), userId: hashes("bsuid") };
}

/** Who stands behind the sender by the rules of identity, with what WhatsApp names and we know. */
async function judge(
  tx: Tx,
  shopId: string,
  { named, at }: { named: Named; at: Date },
): Promise<SenderDecision> {
  const owners = await contactIdsByHashes(tx, shopId, [...named.phone, ...named.userId]);
  const ownerOf = (hashes: string[]) => hashes.map((hash) => owners.get(hash)).find((id) => id);
  const [byPhone, byUserId] = [ownerOf(named.phone), ownerOf(named.userId)];
  if (byPhone !== undefined && byPhone === byUserId) return { do: "use", id: byPhone };
  if (byPhone === undefined && byUserId === undefined) return { do: "create" };
  const ids = [byPhone, byUserId].flatMap((id) => id ?? []);
  const known = await knownContacts(tx, shopId, ids);
  const number = await numberForShop(tx, shopId);
  return whoWrites(known.get(byPhone ?? "") ?? null, known.get(byUserId ?? "") ?? null, {
    phone: named.phone,
    userId: named.userId,
    accountSince: number?.connectedAt ?? null,
    at,
  });
}

interface Case {
  deps: Deps;
  tx: Tx;
  shopId: string;
  named: Named;
}

/** Identifiers name a contact no more, and what it agreed to for them ends. */
async function leave(
  { deps, tx, shopId }: Pick<Case, "deps" | "tx" | "shopId">,
  of: { id: string; hashes: string[] },
): Promise<void> {
  const { id: contactId, hashes } = of;
  const at = deps.clock.now();
  await endConsentFor(deps, tx, { shopId, contactId, hashes, at, because: "number_left" });
  await retireIdentifiers(tx, shopId, { contactId, hashes, at });
}

/** Retires identifiers of a kind, all but those of `keep`. */
async function retireOthers(
  { tx, deps, shopId }: Case,
  of: { id: string; kind: "phones" | "userIds"; keep: string[] },
): Promise<void> {
  const known = (await knownContacts(tx, shopId, [of.id])).get(of.id);
  const hashes = (known?.[of.kind] ?? [])
    .map(({ hash }) => hash)
    .filter((hash) => !of.keep.includes(hash));
  if (hashes.length > 0) await leave({ deps, tx, shopId }, { id: of.id, hashes });
}

/** Everything that WhatsApp names names this contact from now on; what forbids messages does so, too. */
async function learn({ deps, tx, shopId, named }: Case, id: string): Promise<ContactRow | null> {
  const contact = await findContactById(tx, shopId, id);
  if (!contact) return null;
  for (const identifier of named.identifiers) {
    await addIdentifier(deps, tx, contact, identifier);
  }
  await spreadSuppressions(deps, tx, { shopId, contactId: contact.id });
  return contact;
}

async function create({ deps, tx, shopId, named }: Case): Promise<ContactRow | null> {
  const [identifier] = named.identifiers;
  if (!identifier) return null;
  const country = identifier.kind === "phone" ? phoneCountry(identifier.value) : null;
  const contact = await ensureContact(deps, tx, { shopId, identifier, locale: null, country });
  return learn({ deps, tx, shopId, named }, contact.id);
}

async function newOwner(found: Case, to: string | null): Promise<ContactRow | null> {
  if (to === null) return create(found);
  await retireOthers(found, { id: to, kind: "phones", keep: found.named.phone });
  return learn(found, to);
}

/** The number is in other hands: it leaves its former person, whose consent does not go along. */
async function takeNumber(
  found: Case,
  { from, to }: { from: string; to: string | null },
): Promise<ContactRow | null> {
  const { deps, tx, shopId, named } = found;
  const topics = await refusedBy(tx, { shopId, contactId: from });
  await leave(found, { id: from, hashes: named.phone });
  deps.log.info("contacts.number_taken_over", { shopId, contactId: from, byContactId: to });
  const own = to === null ? [] : await refusedBy(tx, { shopId, contactId: to });
  if (to !== null) await carryRefusals(deps, tx, { shopId, from: to, to: from, topics: own });
  const contact = await newOwner(found, to);
  if (contact) await carryRefusals(deps, tx, { shopId, from, to: contact.id, topics });
  return contact;
}

async function settle(found: Case, decision: SenderDecision): Promise<ContactRow | null> {
  const { deps, tx, shopId, named } = found;
  switch (decision.do) {
    case "use":
      return findContactById(tx, shopId, decision.id);
    case "create":
      return create(found);
    case "create_without_number": {
      const identifiers = named.identifiers.filter(({ kind }) => kind !== "phone");
      return create({ ...found, named: { ...named, identifiers, phone: [] } });
    }
    case "learn":
      return learn(found, decision.id);
    case "replace_number":
      await retireOthers(found, { id: decision.id, kind: "phones", keep: named.phone });
      return learn(found, decision.id);
    case "replace_user_id":
      await retireOthers(found, { id: decision.id, kind: "userIds", keep: [] });
      return learn(found, decision.id);
    case "take_number":
      return takeNumber(found, decision);
    case "merge": {
      const [one, other] = decision.ids;
      const wish = { shopId, reason: decision.reason, decidedBy: "rule", staffId: null } as const;
      const id = await mergeContacts(deps, tx, { ...wish, contactIds: [one, other] });
      return id === null ? null : findContactById(tx, shopId, id);
    }
  }
}

const idsOf = (decision: SenderDecision): string[] => {
  if (decision.do === "merge") return [...decision.ids];
  if (decision.do === "take_number") {
    return [decision.from, ...(decision.to === null ? [] : [decision.to])];
  }
  return "id" in decision ? [decision.id] : [];
};

/**
 * The contact behind whom WhatsApp names, made where there is none: whoever writes becomes a contact, and a
 * STOP from a stranger counts as well. Where number and user id name two, the rules of identity decide; what
 * changes somebody is decided anew once they are held.
 */
export async function contactOfSender(
  deps: Deps,
  tx: Tx,
  shopId: string,
  sender: Sender & { at: Date },
): Promise<ContactRow | null> {
  const named = namesOf(deps, shopId, sender);
  if (named.identifiers.length === 0) return null;
  const found = { deps, tx, shopId, named };
  const said = { named, at: sender.at };
  const first = await judge(tx, shopId, said);
  if (first.do === "use" || first.do === "create") return settle(found, first);
  for (const id of idsOf(first).toSorted()) await lockPerson(tx, shopId, id);
  return settle(found, await judge(tx, shopId, said));
}
