import { suppressionsOf } from "#app/modules/consent/index.ts";
import { contactsOfPerson, readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { PERHAPS_OPT_OUT } from "./answer.types.ts";
import { liftHold } from "./decide-answer.ts";
import { openAnswers, writeDecision } from "./answers.store.server.ts";

interface Said {
  shopId: string;
  contactId: string;
  at: Date;
}

async function nothingToDecide(
  tx: Tx,
  { shopId, contactId, at }: Said,
  of: { until?: Date } = {},
): Promise<void> {
  const { members: contactIds } = await contactsOfPerson(tx, shopId, contactId);
  const which = { contactIds, ...of };
  await writeDecision(tx, shopId, which, { decision: "settled", at, by: null });
}

/** The person has refused everything since: nothing is left to decide about what they wrote before. */
export async function settleAnswersByNo(tx: Tx, said: Said): Promise<void> {
  await nothingToDecide(tx, said);
}

/**
 * The person takes back themselves what may have been a "no" before. It only ends the hold: a withdrawal stands
 * until they agree anew.
 */
export async function settleAnswersByYes(deps: Deps, tx: Tx, said: Said): Promise<void> {
  const { shopId, contactId, at } = said;
  // What they wrote after a yes that is heard of late is still to be read by a human.
  await nothingToDecide(tx, said, { until: at });
  await liftHold(deps, tx, { shopId, contactId }, deps.clock.now());
}

/**
 * The person has agreed since. Where that counts already it has lifted the hold (consent,
 * record-consent.ts), and nothing is left to decide; where it still has to be confirmed, the hold stays.
 */
export async function settleAnswers(
  deps: Pick<Deps, "vault" | "clock">,
  tx: Tx,
  who: { shopId: string; contactId: string },
): Promise<void> {
  const { shopId, contactId } = who;
  const { members: contactIds } = await contactsOfPerson(tx, shopId, contactId);
  if ((await openAnswers(tx, shopId, { contactIds, limit: 1 })).length === 0) return;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const hashes = cards.get(contactId)?.hashes ?? [];
  const active = await suppressionsOf(tx, shopId, hashes);
  if (active.some(({ reason }) => reason === PERHAPS_OPT_OUT)) return;
  const made = { decision: "settled" as const, at: deps.clock.now(), by: null };
  await writeDecision(tx, shopId, { contactIds }, made);
}
