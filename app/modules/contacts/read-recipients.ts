import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneE164Schema } from "#app/shared/phone.ts";
import { hashesOf } from "./hashes-of.ts";
import { addDays } from "#app/shared/duration.ts";
import { recipientRows } from "./recipients.store.server.ts";

/** What a dispatcher needs of a person; nothing is opened but the phone that it writes to. */
export interface RecipientCard {
  country: string | null;
  lastInboundAt: Date | null;
  /** the contact that stands for the person, and its wrapped key */
  id: string;
  dataKey: Uint8Array;
  /** every hash that names this person today */
  hashes: string[];
  /**
   * names of before under which an unread webhook may still speak of this person: a user id never passes to
   * others, and a number may have left while its last word was on the way
   */
  former: string[];
  /** the phone behind one of them in clear; null when it is no phone of this person today */
  phoneOf(hash: string): PhoneE164 | null;
}

/** WhatsApp delivers for up to seven days (contract 3.3). */
const FORMER_DAYS = 7;

/** Contacts as a dispatcher sees them, many at a time. Erased ones are absent. */
export async function readRecipients(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  who: { shopId: string; ids: string[] },
): Promise<Map<string, RecipientCard>> {
  const formerSince = addDays(deps.clock.now(), -FORMER_DAYS);
  const rows = await recipientRows(tx, who.shopId, [...new Set(who.ids)], formerSince);
  const cards = rows.map((row): [string, RecipientCard] => {
    const dataKey = Buffer.from(row.data_key, "base64");
    const openPhone = (index: number): PhoneE164 | null => {
      const sealed = row.sealed[index];
      if (!sealed) return null;
      const opened = deps.vault.openFor(dataKey, row.id, Buffer.from(sealed, "base64"));
      return phoneE164Schema.parse(opened);
    };
    const identifiers = row.hashes.map((hash, index) => ({
      kind: hash.startsWith("p.") ? "phone" : "other",
      hash,
      value: () => openPhone(index),
    }));
    const card = {
      country: row.country,
      id: row.id,
      dataKey,
      lastInboundAt: row.last_inbound_at,
      hashes: hashesOf(deps, who.shopId, identifiers),
      former: row.former,
      phoneOf: (hash: string) =>
        hash.startsWith("p.") ? openPhone(row.hashes.indexOf(hash)) : null,
    };
    return [row.asked_id, card];
  });
  return new Map(cards);
}
