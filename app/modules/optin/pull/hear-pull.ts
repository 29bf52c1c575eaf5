import { createHash } from "node:crypto";
import { type ConsentEntry, recordConsent, standingsOf } from "#app/modules/consent/index.ts";
import { type ConsentTopic, messageTopics } from "#app/modules/consent/consent.types.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import { findContactById } from "#app/modules/contacts/index.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { AnswerEffect, PersonAnswered } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answerInWindow } from "../answer-in-window.ts";
import { fillPullText, pullTexts } from "./pull-texts.rules.ts";
import { countUse, pullPlaces } from "./pull.store.server.ts";
import type { PullPlaceRow } from "./pull.types.ts";
import { localeOf, newestWording, wordsBeside } from "./pull-wording.ts";
import { type PullReading, readPull } from "./read-pull.rules.ts";

type Consent = Extract<PullReading, { means: "consent" }>;

interface Pulled {
  answer: PersonAnswered;
  identifierHash: string;
  shop: ShopRow;
  place: PullPlaceRow | null;
  reading: Consent;
  locale: WordingLocale;
}

async function entriesOf(tx: Tx, pulled: Pulled): Promise<ConsentEntry[]> {
  const { answer, identifierHash, shop, place, reading, locale } = pulled;
  const wordingVersion = place?.wordingVersion ?? (await newestWording(tx, shop.id));
  const shownText = await wordsBeside(tx, shop, { version: wordingVersion, locale });
  // The tracking of taps is a purpose of its own: only the whole sentence of ours names it for sure.
  const topics: ConsentTopic[] = reading.whole
    ? [...messageTopics, "tap_tracking"]
    : [...messageTopics];
  return topics.map((topic): ConsentEntry => ({
    topic,
    kind: "granted",
    source: "whatsapp_message",
    identifierHash,
    at: answer.at,
    wordingVersion,
    wordingHash: createHash("sha256").update(shownText).digest("base64url"),
    locale,
    place: "pull",
    requestKey: `inbound:${answer.wamid}`,
    evidence: {
      text: answer.text ?? "",
      replyWamid: answer.wamid,
      shownText,
      prefilledText: fillPullText(pullTexts[locale].prefilled, {
        shop: shop.name,
        code: reading.code ?? "",
      }),
      pullCode: reading.code ?? "",
      pullPlace: place?.label ?? "",
    },
  }));
}

/** One short answer in the window that the message has opened: who may write now, and how to stop it. */
async function planAnswer(deps: Deps, tx: Tx, { answer, ...pulled }: Pulled): Promise<void> {
  const { shopId, contactId, wamid } = answer;
  await answerInWindow(deps, tx, {
    shopId,
    dedupeKey: `opt-in-answer:${wamid}`,
    kind: "opt_in_answer",
    topic: "reminders",
    contactId,
    toHash: pulled.identifierHash,
    text: fillPullText(pullTexts[pulled.locale].answer, { shop: pulled.shop.name }),
    since: deps.clock.now(),
  });
}

async function record(deps: Deps, tx: Tx, pulled: Pulled): Promise<void> {
  const { answer, identifierHash, reading } = pulled;
  const { shopId, contactId, dataKey, at } = answer;
  const before = await standingsOf(tx, { shopId, contactId });
  const isNews = messageTopics.some((topic) => {
    const standing = before.get(topic);
    return standing?.state !== "granted" || standing.identifierHash !== identifierHash;
  });
  await recordConsent(deps, tx, { shopId, contactId, dataKey }, await entriesOf(tx, pulled));
  await deps.announce.optedIn(deps, tx, { shopId, contactId, checkoutToken: null });
  if (!isNews) return;
  if (reading.code !== null) await countUse(tx, shopId, { code: reading.code, at });
  await planAnswer(deps, tx, pulled);
}

/**
 * Somebody wrote what a pull link or code of the shop puts into their chat. That is consent which proves
 * itself: their own words, from their own number, with WhatsApp's id, so nothing has to be confirmed. It is
 * the person's own act, so it also brings back who had said no. Without a number (a username alone) nothing
 * is recorded: consent is for a number.
 */
export async function hearPull(deps: Deps, tx: Tx, answer: PersonAnswered): Promise<AnswerEffect> {
  const { shopId, contactId, text, payload, identifierHash } = answer;
  if (text === null || payload !== null) return "nothing";
  const shop = await readShop(tx, shopId);
  const places = await pullPlaces(tx, shopId);
  if (places.length === 0) return "nothing";
  const codes = new Set(places.map(({ code }) => code));
  const reading = readPull(text, { shop: shop.name, codes });
  if (reading.means === "other") {
    const { reason } = reading;
    if (reason !== "no_pull") deps.log.info("pull.not_counted", { shopId, contactId, reason });
    // Beside a code the word stands less alone than others read it.
    return reason === "stop" ? "declined" : "nothing";
  }
  if (identifierHash === null) {
    deps.log.info("pull.not_counted", { shopId, contactId, reason: "no_number" });
    return "nothing";
  }
  const contact = await findContactById(tx, shopId, contactId);
  const locale = localeOf(reading.locale, contact?.locale ?? null, shop.locale);
  const place = places.find(({ code }) => code === reading.code) ?? null;
  await record(deps, tx, { answer, identifierHash, shop, place, reading, locale });
  return "agreed";
}
