import {
  bindOptIn,
  checkPurchases,
  followHandedOver,
  followNotSent,
  stopForPerson,
  stopForTopic,
} from "#app/modules/checkouts/index.ts";
import { resumeWaiting } from "#app/modules/messaging/index.ts";
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
  optedIn: bindOptIn,
  optedOut: (tx, { topic, ...fact }) =>
    stopForTopic(tx, { ...fact, topic: topic ?? null, reason: "consent_withdrawn" }),
  replied: (tx, fact) => stopForPerson(tx, { ...fact, reason: "replied" }),
  askPurchases: checkPurchases,
  handedOver: followHandedOver,
  notSent: followNotSent,
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
