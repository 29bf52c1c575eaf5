import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneE164Schema } from "#app/shared/phone.ts";
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
  /** the phone behind one of them in clear; null when it is no phone of this person today */
  phoneOf(hash: string): PhoneE164 | null;
}

/** Contacts as a dispatcher sees them, many at a time. Erased ones are absent. */
export async function readRecipients(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; ids: string[] },
): Promise<Map<string, RecipientCard>> {
  const rows = await recipientRows(tx, who.shopId, [...new Set(who.ids)]);
  const cards = rows.map((row): [string, RecipientCard] => [
    row.asked_id,
    {
      country: row.country,
      id: row.id,
      dataKey: Buffer.from(row.data_key, "base64"),
      lastInboundAt: row.last_inbound_at,
      hashes: row.hashes,
      phoneOf: (hash) => {
        const sealed = row.sealed[row.hashes.indexOf(hash)];
        if (!hash.startsWith("p.") || !sealed) return null;
        const bytes = Buffer.from(sealed, "base64");
        const key = Buffer.from(row.data_key, "base64");
        return phoneE164Schema.parse(deps.vault.openFor(key, row.id, bytes));
      },
    },
  ]);
  return new Map(cards);
}
