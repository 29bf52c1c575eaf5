import type { ConsentStandings } from "#app/modules/consent/consent.rules.ts";
import { ensureContact, storedHash } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { claimNumber } from "./account/account-numbers.ts";
import { appendEvents, type OptInFacts } from "./opt-in-events.ts";
import type { OptInState } from "./opt-in.types.ts";
import { withdrawReplaced } from "./withdraw-opt-in.ts";

/** Where the person stands now on what this request names; the least of it, when it differs. */
function stateOf({ body }: OptInFacts, standings: ConsentStandings, hash: string): OptInState {
  const states = body.topics.map((topic) => {
    const standing = standings.get(topic);
    const other = standing?.state === "granted" && standing.identifierHash !== hash;
    return other ? "pending" : standing?.state;
  });
  if (states.every((state) => state === "granted")) return "granted";
  return states.includes("withdrawn") ? "withdrawn" : "pending";
}

/** Makes or finds the person behind the number and writes the consent that was given. */
export async function writeOptIn(deps: Deps, tx: Tx, facts: OptInFacts): Promise<OptInState> {
  const { body, phone, shop } = facts;
  if (phone === null) throw new Error("A tick without a number is refused before it comes here");
  await withdrawReplaced(deps, tx, facts);
  const identifier = { kind: "phone", value: phone } as const;
  const contact = await ensureContact(deps, tx, {
    shopId: shop.id,
    identifier,
    locale: body.locale,
    country: body.country ?? phoneCountry(phone),
  });
  const stored = await storedHash(deps, tx, contact, identifier);
  const hash = stored ?? deps.vault.hash(shop.id, "phone", phone);
  const standings = await appendEvents(deps, tx, facts, { contact, identifierHash: hash });
  // Another page may send a shopper's browser to the storefront's address: no word of the customer's own.
  if (facts.customerId !== null && body.place !== "storefront") {
    const { customerId, at } = facts;
    await claimNumber(deps, tx, { contact, identifierHash: hash, customerId, at });
  }
  await deps.announce.optedIn(deps, tx, {
    shopId: shop.id,
    contactId: contact.id,
    checkoutToken: body.checkoutToken,
  });
  return stateOf(facts, standings, hash);
}
