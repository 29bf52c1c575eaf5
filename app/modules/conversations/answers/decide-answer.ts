import {
  type ConsentOf,
  liftSuppressions,
  standingsOf,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import {
  contactRow,
  contactsOfPerson,
  findContactById,
  readContacts,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type AnswerRow, type AnswerVerdict, PERHAPS_OPT_OUT } from "./answer.types.ts";
import { answerById, openAnswers, sealedWords, writeDecision } from "./answers.store.server.ts";
import { wordsOf } from "./read-words.ts";

export type DecideOutcome = "decided" | "decided_before" | "unknown";

/** Ends the hold of a person for whom nothing is undecided any more. */
export async function liftHold(
  deps: Deps,
  tx: Tx,
  who: { shopId: string; contactId: string },
  at: Date,
): Promise<void> {
  const { shopId, contactId } = who;
  const { members } = await contactsOfPerson(tx, shopId, contactId);
  const left = await openAnswers(tx, shopId, { contactIds: members, limit: 1 });
  if (left.length > 0) return;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const hashes = cards.get(contactId)?.hashes ?? [];
  await liftSuppressions(tx, shopId, { hashes, reasons: [PERHAPS_OPT_OUT], at });
}

interface Decision {
  who: ConsentOf;
  answer: AnswerRow;
  /** who of the shop said so; null: nobody did in time */
  by: string | null;
  at: Date;
}

/** The "no" is the person's own, said when they wrote it; who understood it so stands beside it. */
async function withdraw(deps: Deps, tx: Tx, decision: Decision): Promise<void> {
  const { who, answer, by, at } = decision;
  const { shopId, contactId } = who;
  const words = (await sealedWords(tx, shopId, [answer.inboundId])).get(answer.inboundId);
  // Sealed under the key of the contact of that day, which may have been joined to another one since.
  const person = await contactRow(tx, shopId, answer.contactId);
  await withdrawConsent(deps, tx, who, {
    source: by === null ? "system" : "merchant",
    at: answer.at,
    identifierHash: null,
    requestKey: `answer:${answer.id}`,
    evidence: {
      wamid: words?.wamid ?? null,
      text: wordsOf(deps, person, words?.body),
      decidedBy: by,
      decidedAt: at.toISOString(),
    },
  });
  await deps.announce.optedOut(tx, { shopId, contactId, at });
}

async function decideWithin(
  deps: Deps,
  tx: Tx,
  made: { shopId: string; id: string; verdict: AnswerVerdict; by: string | null },
): Promise<DecideOutcome> {
  const { shopId, id, verdict, by } = made;
  const answer = await answerById(tx, shopId, id);
  const contact = answer && (await findContactById(tx, shopId, answer.contactId));
  if (!answer || !contact) return "unknown";
  const { id: contactId, dataKey } = contact;
  const who = { shopId, contactId, dataKey };
  // The person first, as everybody who writes about one does: two writers must not wait for each other.
  await standingsOf(tx, who);
  const at = deps.clock.now();
  const decision = by === null ? "undecided" : verdict;
  const count = await writeDecision(tx, shopId, { id }, { decision, at, by });
  if (count === 0) return "decided_before";
  if (verdict === "stop") await withdraw(deps, tx, { who, answer, by, at });
  else await liftHold(deps, tx, who, at);
  return "decided";
}

/**
 * A human says what was meant. "Stop" ends everything from the moment it was written; "no stop" lets
 * marketing go on, unless something else of this person is undecided.
 */
export async function decideAnswer(
  deps: Deps,
  made: { shopId: string; id: string; verdict: AnswerVerdict; by: string },
): Promise<DecideOutcome> {
  return deps.db.inShop(made.shopId, (tx) => decideWithin(deps, tx, made));
}

/** Nobody decided in time: it counts as a "no". */
export async function countAsNo(deps: Deps, shopId: string, id: string): Promise<DecideOutcome> {
  return deps.db.inShop(shopId, (tx) =>
    decideWithin(deps, tx, { shopId, id, verdict: "stop", by: null }),
  );
}
