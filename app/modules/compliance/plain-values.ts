import { readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { Wanted } from "./person.types.ts";

/** Too short to be looked for in a text: it would be found everywhere. */
const SHORTEST = 5;

/** What names the persons in clear, to find it in bodies that nobody could read. Never to be logged. */
export async function plainValuesOf(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  wanted: Wanted,
): Promise<string[]> {
  const cards = await readContacts(deps, tx, { shopId: wanted.shopId, ids: wanted.contactIds });
  const values = [...cards.values()].flatMap(({ phones, customerId }) => [
    ...[...phones.values()].flatMap((phone) => [phone, phone.replace(/^\+/, "")]),
    ...(customerId ? [customerId] : []),
  ]);
  return values.filter((value) => value.length >= SHORTEST);
}
