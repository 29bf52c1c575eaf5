import {
  bindOptIn,
  checkPurchases,
  followHandedOver,
  followNotSent,
  stopForPerson,
} from "#app/modules/checkouts/index.ts";
import type { Announcements } from "#app/ports/announcements.ts";

/** Ties what lower modules announce to the higher modules that act on it. */
export const announcements: Announcements = {
  optedIn: bindOptIn,
  optedOut: (tx, fact) => stopForPerson(tx, { ...fact, reason: "consent_withdrawn" }),
  replied: (tx, fact) => stopForPerson(tx, { ...fact, reason: "replied" }),
  askPurchases: checkPurchases,
  handedOver: followHandedOver,
  notSent: followNotSent,
};
