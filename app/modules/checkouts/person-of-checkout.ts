import { z } from "zod";
import {
  addIdentifier,
  type ContactRow,
  findContactById,
  rememberFirstName,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { CheckoutRow } from "./checkouts.store.server.ts";

const personSchema = z.object({
  firstName: z.string().nullable(),
  email: z.string().nullable(),
  customerId: z.string().nullable(),
});

/** What a checkout says of its person, bar phones: consent alone names those. */
type PersonOfCheckout = z.infer<typeof personSchema>;

/** Kept with the checkout, since the person may opt in at it only later. */
export function sealPerson(
  deps: Pick<Deps, "vault">,
  shopId: string,
  { firstName, email, customerId }: PersonOfCheckout,
): Uint8Array {
  return deps.vault.seal(JSON.stringify({ firstName, email, customerId }), `${shopId}:checkout`);
}

/** E-mail and customer id let later checkouts and orders find the person; another phone never does. */
export async function learnPerson(
  deps: Deps,
  tx: Tx,
  contact: ContactRow,
  person: PersonOfCheckout,
): Promise<void> {
  const { email, customerId, firstName } = person;
  if (email) await addIdentifier(deps, tx, contact, { kind: "email", value: email });
  if (customerId) await addIdentifier(deps, tx, contact, { kind: "customer", value: customerId });
  if (firstName) await rememberFirstName(deps, tx, contact, firstName);
}

/** Somebody opted in at a checkout that was seen before: what it said of them is learned now. */
export async function learnFromCheckout(
  deps: Deps,
  tx: Tx,
  checkout: CheckoutRow,
  contactId: string,
): Promise<void> {
  if (!checkout.person) return;
  const contact = await findContactById(tx, checkout.shopId, contactId);
  const opened = deps.vault.open(checkout.person, `${checkout.shopId}:checkout`);
  if (contact) await learnPerson(deps, tx, contact, personSchema.parse(JSON.parse(opened)));
}
