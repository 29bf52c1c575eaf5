export { chainHead, linksOfContact } from "./chain.store.server.ts";
export {
  consentEventsOf,
  consentStates,
  contactsOfCheckout,
  countGranted,
  lastContactsOfCheckouts,
  lockCheckout,
  lockCheckouts,
  type Standing,
} from "./consent.store.server.ts";
export { joinConsent, partConsent, spreadSuppressions } from "./join-consent.ts";
export { type LedgerEvent, ledgerOf } from "./ledger-of.ts";
export {
  type ConsentEntry,
  type ConsentOf,
  recordConsent,
  standingsOf,
  suppressContact,
  withdrawConsent,
} from "./record-consent.ts";
export { redactShopLedger } from "./redact-shop-ledger.ts";
export { activeSuppressions, liftSuppressions } from "./suppression.store.server.ts";
export { verifyChain, verifyStates } from "./verify-ledger.ts";
