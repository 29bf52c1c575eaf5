import {
  bindOptIn,
  checkPurchases,
  contactsInSeries,
  followHandedOver,
  followNotSent,
  joinCheckouts,
  partCheckouts,
  stopForPerson,
  stopForTopic,
} from "#app/modules/checkouts/index.ts";
import { settleAnswers, settleAnswersByNo } from "#app/modules/conversations/index.ts";
import { erasedAt } from "#app/modules/compliance/index.ts";
import { joinConsent, partConsent } from "#app/modules/consent/index.ts";
import {
  confirmOptOut,
  followUnsentConfirmations,
  hearPull,
  renewConsent,
  settleAnswer,
} from "#app/modules/optin/index.ts";
import { joinMessages, partMessages, resumeWaiting } from "#app/modules/messaging/index.ts";
import { followInstall } from "#app/modules/orders/index.ts";
import {
  decideAgain,
  followOptIn,
  outdatedOffers,
  partCases,
} from "#app/modules/recommendations/index.ts";
import {
  forgetSubmissions,
  pollTemplatesJob,
  submitTemplatesJob,
} from "#app/modules/templates/index.ts";
import type { Announcements } from "#app/ports/announcements.ts";

/** Long enough for the templates of a new account to be submitted. */
const POLL_AFTER_MS = 10_000;

/** Ties what lower modules announce to the higher modules that act on it. */
export const announcements: Announcements = {
  installed: followInstall,
  erasedAt,
  optedIn: async (deps, tx, fact) => {
    await bindOptIn(deps, tx, fact);
    await followOptIn(deps, tx, fact);
    await settleAnswers(deps, tx, fact);
  },
  optedOut: async (tx, { topic, ...fact }) => {
    await stopForTopic(tx, { ...fact, topic: topic ?? null, reason: "consent_withdrawn" });
    if (!topic) await settleAnswersByNo(tx, fact);
  },
  answered: async (deps, tx, answer) => {
    // The most explicit first: a whole sentence of ours, then an answer to a question of ours.
    const pulled = await hearPull(deps, tx, answer);
    if (pulled !== "nothing") return pulled;
    const effect = await renewConsent(deps, tx, answer);
    return effect === "nothing" ? settleAnswer(deps, tx, answer) : effect;
  },
  refused: confirmOptOut,
  replied: (tx, fact) => stopForPerson(tx, { ...fact, reason: "replied" }),
  // The series first: what is planned for one that ends is not moved.
  merged: async (deps, tx, fact) => {
    const carts = await joinCheckouts(tx, fact);
    const messages = await joinMessages(tx, fact);
    await joinConsent(deps, tx, fact);
    return { ...carts, messages };
  },
  split: async (deps, tx, fact) => {
    await partCheckouts(tx, fact);
    await partMessages(tx, fact);
    await partCases(tx, fact);
    await partConsent(deps, tx, fact);
  },
  askPurchases: async (deps, shopId, checks) => {
    const answers = await checkPurchases(deps, shopId, checks);
    const shown = checks.filter(({ kind }) => kind === "recommendation");
    const messageIds = shown.map(({ messageId }) => messageId);
    const outdated = await outdatedOffers(deps, shopId, messageIds);
    for (const id of messageIds) {
      const answer = answers.get(id);
      if (!outdated) answers.delete(id);
      else if (answer) answers.set(id, { ...answer, isOutdated: outdated.has(id) });
    }
    return answers;
  },
  openSeries: contactsInSeries,
  handedOver: followHandedOver,
  notSent: async (tx, fact) => {
    await followNotSent(tx, fact);
    await followUnsentConfirmations(tx, fact);
    await decideAgain(tx, fact);
  },
  numberReady: async (deps, fact) => {
    const { shopId, numberId, accountChanged } = fact;
    if (accountChanged) {
      await deps.db.inShop(shopId, (tx) => forgetSubmissions(tx, shopId));
      // The account may have them already, from another time.
      const later = { jobId: `poll-templates-of-${numberId}`, delayMs: POLL_AFTER_MS };
      await deps.jobs.enqueue(pollTemplatesJob, { shopId }, later);
    }
    await resumeWaiting(deps, fact);
    await deps.jobs.enqueue(
      submitTemplatesJob,
      { shopId },
      { jobId: `submit-templates-of-${numberId}` },
    );
  },
};
