import { z } from "zod";
import {
  type ContactRow,
  findContactById,
  type Identifier,
  learnContacts,
  type Learned,
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
export type PersonOfCheckout = z.infer<typeof personSchema>;

/** Kept with the checkout, since the person may opt in at it only later. */
export function sealPerson(
  deps: Pick<Deps, "vault">,
  shopId: string,
  { firstName, email, customerId }: PersonOfCheckout,
): Uint8Array {
  return deps.vault.seal(JSON.stringify({ firstName, email, customerId }), `${shopId}:checkout`);
}

export function openPerson(
  deps: Pick<Deps, "vault">,
  shopId: string,
  sealed: Uint8Array,
): PersonOfCheckout {
  return personSchema.parse(JSON.parse(deps.vault.open(sealed, `${shopId}:checkout`)));
}

/** E-mail and customer id let later checkouts and orders find the person; another phone never does. */
export function learnedOf(contact: ContactRow, person: PersonOfCheckout): Learned {
  const { email, customerId, firstName } = person;
  const identifiers: Identifier[] = [
    ...(email ? [{ kind: "email" as const, value: email }] : []),
    ...(customerId ? [{ kind: "customer" as const, value: customerId }] : []),
  ];
  return { contact, identifiers, firstName: firstName === "" ? null : firstName };
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
  if (!contact) return;
  const learned = [learnedOf(contact, openPerson(deps, checkout.shopId, checkout.person))];
  await learnContacts(deps, tx, { shopId: checkout.shopId, learned });
}
