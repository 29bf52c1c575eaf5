import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, phoneE164Schema } from "#app/shared/phone.ts";
import { pagePersonRow } from "./page-person.store.server.ts";

/** One person as a public page knows them. */
export interface PagePerson {
  shopId: string;
  /** the contact that stands for the person, and its wrapped key */
  contactId: string;
  dataKey: Uint8Array;
  /** the key of the contact that was asked for, which may have been joined to another one */
  askedKey: Uint8Array;
  locale: string | null;
  /** every hash that names this person today */
  hashes: string[];
  phone(): PhoneE164 | null;
}

/** Reads somebody for a page that anybody may ask for, as cheaply as can be. Null: nobody, or erased. */
export async function readPagePerson(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<PagePerson | null> {
  const row = await pagePersonRow(tx, who.shopId, who.contactId);
  if (!row) return null;
  const dataKey = Buffer.from(row.data_key, "base64");
  return {
    shopId: who.shopId,
    contactId: row.id,
    dataKey,
    askedKey: Buffer.from(row.asked_key, "base64"),
    locale: row.locale,
    hashes: row.hashes,
    phone: () => {
      if (row.phone === null) return null;
      const sealed = Buffer.from(row.phone, "base64");
      return phoneE164Schema.parse(deps.vault.openFor(dataKey, row.id, sealed));
    },
  };
}
