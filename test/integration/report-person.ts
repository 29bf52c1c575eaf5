import { ensureContact, learnContacts } from "#app/modules/contacts/index.ts";
import type { TestDeps } from "#test/support/deps.ts";

export const PHONE = "+4915112345678";

/** A person called Mara, whom the reports of a shop tell of. */
export async function addReportPerson({ deps }: TestDeps, shopId: string): Promise<string> {
  return deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: PHONE };
    const wanted = { shopId, identifier, locale: "de", country: "DE" };
    const contact = await ensureContact(deps, tx, wanted);
    const learned = [{ contact, identifiers: [], firstName: "Mara" }];
    await learnContacts(deps, tx, { shopId, learned });
    return contact.id;
  });
}
