import { isNo, isStart, isYes } from "#app/modules/consent/answer-words.rules.ts";
import { type ConsentEntry, recordConsent, standingsOf } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { lastMessageTo, type MessageFate, messageFates } from "#app/modules/messaging/index.ts";
import { OPT_IN_PAYLOAD } from "#app/modules/templates/template.types.ts";
import type { AnswerEffect, PersonAnswered } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import { type AnswerFacts, judgeAnswer } from "./answer.rules.ts";
import { comeBack } from "./come-back.ts";
import { confirmationsOf, endConfirmations } from "./confirmation.store.server.ts";
import type { ConfirmationRow } from "./confirmation.types.ts";

/** A request that the answer counts for, and when from. */
interface Counted {
  request: ConfirmationRow;
  fate: MessageFate | null;
  at: Date;
}

/** The message whose button was tapped, when it is the button of a confirmation. */
function tappedMessage(payload: string | null): string | null {
  const [name, messageId] = payload?.split(":") ?? [];
  return name === OPT_IN_PAYLOAD ? (messageId ?? "") : null;
}

/** What the answer says as an answer to a question of ours; a START asks for messages by itself. */
function saidIn({ payload, text }: PersonAnswered): "yes" | "no" | "start" | null {
  if (payload !== null) return tappedMessage(payload) === null ? null : "yes";
  const words = text ?? "";
  if (isYes(words)) return "yes";
  if (isNo(words)) return "no";
  return isStart(words) ? "start" : null;
}

async function answerFacts(tx: Tx, answer: PersonAnswered): Promise<AnswerFacts> {
  const { shopId, contactId, identifierHash, at, contextWamid, payload } = answer;
  const tappedMessageId = tappedMessage(payload);
  // Words without a quote answer what came last; WhatsApp dates in whole seconds.
  const until = addMs(at, SECOND_MS);
  const lastMessageId =
    tappedMessageId === null && contextWamid === null && identifierHash !== null
      ? await lastMessageTo(tx, shopId, { contactId, toHash: identifierHash, until })
      : null;
  const asksForMessages = saidIn(answer) === "start";
  return { at, identifierHash, tappedMessageId, contextWamid, lastMessageId, asksForMessages };
}

/** The requests to confirm that this answer is about. */
async function countedFor(deps: Deps, tx: Tx, answer: PersonAnswered): Promise<Counted[]> {
  const { shopId } = answer;
  const requests = await confirmationsOf(tx, shopId, answer);
  if (requests.length === 0) return [];
  const facts = await answerFacts(tx, answer);
  const ids = requests.flatMap((one) => one.messageId ?? []);
  const fates = await messageFates(tx, shopId, ids);
  return requests.flatMap((request): Counted[] => {
    const fate = fates.get(request.messageId ?? "") ?? null;
    const asked = {
      ...request,
      isOfSender: request.contactId === answer.contactId,
      handedOverAt: fate?.handedOverAt ?? null,
      wamid: fate?.wamid ?? null,
    };
    const verdict = judgeAnswer(facts, asked);
    if (verdict.counts) return [{ request, fate, at: verdict.at }];
    const { reason } = verdict;
    deps.log.info("confirmation.not_counted", { shopId, requestId: request.id, reason });
    return [];
  });
}

function entryOf(answer: PersonAnswered, topic: ConsentTopic, counted: Counted): ConsentEntry {
  const { request, fate, at } = counted;
  return {
    topic,
    kind: "confirmed",
    source: answer.payload === null ? "whatsapp_message" : "whatsapp_button",
    identifierHash: request.identifierHash,
    at,
    wordingVersion: request.wordingVersion,
    wordingHash: request.wordingHash,
    locale: request.locale,
    place: request.place,
    checkoutToken: request.checkoutToken,
    requestKey: `inbound:${answer.wamid}`,
    evidence: {
      answer: answer.text ?? "",
      ...(fate && {
        confirmationWamid: fate.wamid ?? "",
        confirmationSentAt: fate.handedOverAt?.toISOString() ?? "",
      }),
      replyWamid: answer.wamid,
      requestedAt: request.requestedAt.toISOString(),
    },
  };
}

/** Per topic the latest request that names it: its words are the ones that were confirmed last. */
function latestByTopic(counted: Counted[]): Map<ConsentTopic, Counted> {
  const oldestFirst = counted.toReversed();
  return new Map(oldestFirst.flatMap((one) => one.request.topics.map((topic) => [topic, one])));
}

async function confirm(
  deps: Deps,
  tx: Tx,
  answer: PersonAnswered,
  counted: Counted[],
): Promise<void> {
  const { shopId, contactId, dataKey } = answer;
  const who = { shopId, contactId, dataKey };
  const entries = [...latestByTopic(counted)].map(([topic, one]) => entryOf(answer, topic, one));
  await recordConsent(deps, tx, who, entries);
  const ids = counted.map(({ request }) => request.id);
  await endConfirmations(tx, shopId, { ids, state: "confirmed", at: answer.at });
  const numbers = new Set(counted.map(({ request }) => request.identifierHash));
  const granted = [...(await standingsOf(tx, who)).values()].some(
    ({ state, identifierHash }) => state === "granted" && numbers.has(identifierHash ?? ""),
  );
  if (!granted) return; // a later "no" has been heard already
  const tokens = new Set(counted.map(({ request }) => request.checkoutToken));
  for (const checkoutToken of tokens) {
    await deps.announce.optedIn(deps, tx, { shopId, contactId, checkoutToken });
  }
}

/** START brings back what there was, or else confirms what was ticked since: no question may follow a no. */
async function hearStart(deps: Deps, tx: Tx, answer: PersonAnswered): Promise<AnswerEffect> {
  const effect = await comeBack(deps, tx, answer);
  if (effect !== "nothing") return effect;
  const standings = await standingsOf(tx, answer);
  const stands = ({ topics }: ConfirmationRow) =>
    topics.some((topic) => standings.get(topic)?.state !== "withdrawn");
  const counted = await countedFor(deps, tx, answer);
  const open = counted.filter(({ request }) => stands(request));
  if (open.length === 0) return "nothing";
  await confirm(deps, tx, answer, open);
  return "agreed";
}

/**
 * Whether what a person wrote or tapped answers a confirmation that we sent to that number, and what
 * follows: a yes is recorded as the proof; a no is for the caller to withdraw. Anything else is left
 * to be read as an ordinary message.
 */
export async function settleAnswer(
  deps: Deps,
  tx: Tx,
  answer: PersonAnswered,
): Promise<AnswerEffect> {
  const said = saidIn(answer);
  if (said === null) return "nothing";
  if (said === "start") return hearStart(deps, tx, answer);
  const counted = await countedFor(deps, tx, answer);
  if (counted.length === 0) return "nothing";
  if (said === "no") return "declined";
  await confirm(deps, tx, answer, counted);
  return "agreed";
}

/** The person said no to everything: what they were asked is answered, and no later "yes" to it counts. */
export async function declineConfirmations(
  tx: Tx,
  who: { shopId: string; contactId: string; identifierHash: string | null; at: Date },
): Promise<void> {
  const requests = await confirmationsOf(tx, who.shopId, who);
  const open = requests.filter(({ state }) => state === "waiting" || state === "asked");
  const ids = open.map(({ id }) => id);
  await endConfirmations(tx, who.shopId, { ids, state: "declined", at: who.at });
}
