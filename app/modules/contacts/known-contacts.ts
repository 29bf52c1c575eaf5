import type { Tx } from "#app/ports/db.ts";
import { contactsStandingFor, identifiersOf } from "./contacts.store.server.ts";
import type { Known } from "./identity.rules.ts";

/** Contacts as the rules of identity see them, by id. Erased ones are absent. */
export async function knownContacts(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, Known>> {
  const rows = await contactsStandingFor(tx, shopId, ids);
  const standing = [...new Set([...rows.values()].map(({ id }) => id))];
  const identifiers = await identifiersOf(tx, shopId, standing);
  const byContact = Map.groupBy(identifiers, (one) => one.contactId);
  return new Map(
    [...rows].map(([asked, { id, createdAt, lastInboundAt }]): [string, Known] => {
      const own = byContact.get(id) ?? [];
      const of = (wanted: string) =>
        own.filter(({ kind }) => kind === wanted).map(({ hash, since }) => ({ hash, since }));
      const customers = of("customer").map(({ hash }) => hash);
      const names = { phones: of("phone"), userIds: of("bsuid"), customers };
      return [asked, { id, createdAt, ...names, hasWritten: lastInboundAt !== null }];
    }),
  );
}
