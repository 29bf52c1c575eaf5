import {
  contactIdsByHashes,
  identifierHashes,
  type Identifier,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { withMerged } from "./erasure.store.server.ts";
import type { Wanted } from "./person.types.ts";

/** What somebody says of a person whose data are asked for. */
export interface PersonQuestion {
  shopId: string;
  identifiers: Identifier[];
  contactIds?: string[];
  /** Shopify's ids of orders */
  orderIds: string[];
}

/** Every contact that the question names, joined ones too, and the hashes under which rows name the person. */
export async function findPerson(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  question: PersonQuestion,
): Promise<Wanted> {
  const { shopId, orderIds } = question;
  const hashes = [...new Set(identifierHashes(deps, shopId, question.identifiers))];
  const named = await contactIdsByHashes(tx, shopId, hashes);
  const known = [...new Set([...named.values(), ...(question.contactIds ?? [])])];
  return { shopId, contactIds: await withMerged(tx, shopId, known), hashes, orderIds };
}
