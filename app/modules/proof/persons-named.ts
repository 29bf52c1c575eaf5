import {
  type ContactCursor,
  contactsEverNamed,
  identifierHashes,
} from "#app/modules/contacts/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { countryOfZone } from "#app/shared/time-zone.ts";
import { readPersonQuery } from "./person-query.rules.ts";

/** Whom what somebody typed names, or named before; null when it can name nobody. */
export async function personsNamed(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  shopId: string,
  text: string,
): Promise<ContactCursor[] | null> {
  const shop = await readShop(tx, shopId);
  const asked = readPersonQuery(text, countryOfZone(shop.timeZone));
  if (asked.length === 0) return null;
  return contactsEverNamed(tx, shopId, identifierHashes(deps, shopId, [...asked]));
}
