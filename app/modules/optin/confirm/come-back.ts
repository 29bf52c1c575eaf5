import {
  type ConsentEntry,
  type LedgerEvent,
  ledgerOf,
  recordConsent,
  standingsOf,
} from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { lastOptOutConfirmation, type MessageFate } from "#app/modules/messaging/index.ts";
import type { AnswerEffect, PersonAnswered } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import { decideComeBack } from "./come-back.rules.ts";

function entryOf(
  answer: PersonAnswered,
  of: { topic: ConsentTopic; basis: LedgerEvent; invitation: MessageFate },
): ConsentEntry {
  const { topic, basis, invitation } = of;
  return {
    topic,
    kind: "granted",
    source: "whatsapp_message",
    identifierHash: answer.identifierHash,
    at: answer.at,
    wordingVersion: basis.wordingVersion,
    wordingHash: basis.wordingHash,
    locale: basis.locale,
    place: basis.place,
    requestKey: `inbound:${answer.wamid}`,
    evidence: {
      answer: answer.text ?? "",
      replyWamid: answer.wamid,
      optOutConfirmationWamid: invitation.wamid ?? "",
      agreedBefore: basis.at.toISOString(),
    },
  };
}

/** Who said no and was told how to come back writes START: it counts for what they had agreed to before. */
export async function comeBack(deps: Deps, tx: Tx, answer: PersonAnswered): Promise<AnswerEffect> {
  const { shopId, contactId, dataKey, identifierHash, at } = answer;
  if (identifierHash === null) return "nothing";
  const who = { shopId, contactId, dataKey };
  const standings = await standingsOf(tx, who);
  const to = { contactId, toHash: identifierHash, until: addMs(at, SECOND_MS) };
  const invitation = await lastOptOutConfirmation(tx, shopId, to);
  const decision = decideComeBack({
    identifierHash,
    wasInvited: invitation !== null,
    events: await ledgerOf(deps, tx, who),
    states: new Map([...standings].map(([topic, { state }]) => [topic, state])),
  });
  if (!decision.comesBack || !invitation) {
    const reason = decision.comesBack ? "not_invited" : decision.reason;
    deps.log.info("consent.start_not_counted", { shopId, contactId, reason });
    return "nothing";
  }
  const entries = decision.bases.map((one) => entryOf(answer, { ...one, invitation }));
  await recordConsent(deps, tx, who, entries);
  return "agreed";
}
