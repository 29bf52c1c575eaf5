import {
  bindOptIn,
  checkPurchases,
  followHandedOver,
  followNotSent,
  stopForPerson,
} from "#app/modules/checkouts/index.ts";
import { resumeWaiting } from "#app/modules/messaging/index.ts";
import { submitTemplatesJob } from "#app/modules/templates/index.ts";
import type { Announcements } from "#app/ports/announcements.ts";

/** Ties what lower modules announce to the higher modules that act on it. */
export const announcements: Announcements = {
  optedIn: bindOptIn,
  optedOut: (tx, fact) => stopForPerson(tx, { ...fact, reason: "consent_withdrawn" }),
  replied: (tx, fact) => stopForPerson(tx, { ...fact, reason: "replied" }),
  askPurchases: checkPurchases,
  handedOver: followHandedOver,
  notSent: followNotSent,
  numberReady: async (deps, fact) => {
    const { shopId } = fact;
    await resumeWaiting(deps, fact);
    await deps.jobs.enqueue(
      submitTemplatesJob,
      { shopId },
      { jobId: `submit-templates-${shopId}` },
    );
  },
};
