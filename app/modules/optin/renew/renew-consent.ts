import { isYes } from "#app/modules/consent/answer-words.rules.ts";
import { type ConsentEntry, recordConsent, standingsOf } from "#app/modules/consent/index.ts";
import { messageAnswered, type RenewalAsked } from "#app/modules/messaging/index.ts";
import { RENEWAL_PAYLOAD } from "#app/modules/templates/template.types.ts";
import type { AnswerEffect, PersonAnswered } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";

/** The question that the answer is about: whose button was tapped, or which a "yes" quotes. */
async function askedBy(tx: Tx, answer: PersonAnswered): Promise<RenewalAsked | null> {
  const { shopId, payload, contextWamid, text } = answer;
  const kind = "consent_renewal";
  const [name, id] = payload?.split(":") ?? [];
  if (name === RENEWAL_PAYLOAD && id !== undefined)
    return messageAnswered(tx, shopId, { id, kind });
  if (payload !== null || contextWamid === null || !isYes(text ?? "")) return null;
  return messageAnswered(tx, shopId, { wamid: contextWamid, kind });
}

/**
 * A person lets consent stay: a fresh yes to each topic that counts for the number that was asked, with the
 * question and the answer as evidence. It brings nothing back that was withdrawn meanwhile, and nothing that
 * was agreed to for another number.
 */
export async function renewConsent(
  deps: Deps,
  tx: Tx,
  answer: PersonAnswered,
): Promise<AnswerEffect> {
  const asked = await askedBy(tx, answer);
  if (asked === null || asked.contactId !== answer.contactId) return "nothing";
  const { shopId, contactId, dataKey, at, wamid, contextWamid, payload, text } = answer;
  const standings = await standingsOf(tx, { shopId, contactId });
  const entries = [...standings].flatMap(([topic, standing]): ConsentEntry[] => {
    const counts = standing.state === "granted" && standing.identifierHash === asked.toHash;
    if (!counts || (standing.since !== null && at < standing.since)) return [];
    return [
      {
        topic,
        kind: "granted",
        source: payload === null ? "whatsapp_message" : "whatsapp_button",
        identifierHash: asked.toHash,
        at,
        requestKey: `renewal:${wamid}`,
        evidence: {
          because: "renewal",
          messageId: asked.id,
          renewalWamid: contextWamid ?? asked.wamid,
          replyWamid: wamid,
          replyText: text,
          replyPayload: payload,
        },
      },
    ];
  });
  if (entries.length === 0) return "nothing";
  await recordConsent(deps, tx, { shopId, contactId, dataKey }, entries);
  return "agreed";
}
