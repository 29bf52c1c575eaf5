export {
  consentEventsOf,
  consentStates,
  contactsOfCheckout,
  countGranted,
  lastContactsOfCheckouts,
  lastRefusal,
  lockCheckout,
  lockCheckouts,
  type Standing,
} from "./consent.store.server.ts";
export {
  carryRefusals,
  endConsentFor,
  joinConsent,
  lostByMerging,
  partConsent,
  refusedBy,
  spreadSuppressions,
} from "./join-consent.ts";
export { type LedgerEvent, ledgerOf } from "./ledger-of.ts";
export {
  type ConsentEntry,
  type ConsentOf,
  heldLedger,
  recordConsent,
  recordFirstConsents,
  standingsOf,
  suppressContact,
  withdrawConsent,
} from "./record-consent.ts";
export { anchorLedgers } from "./ledger/anchor-ledgers.ts";
export { checkPerson, type PersonChain } from "./ledger/check-person.ts";
export { anchorLedgersJob } from "./ledger/ledger.jobs.ts";
export { redactShopLedger } from "./ledger/redact-shop-ledger.ts";
export {
  activeSuppressionRows as suppressionsOf,
  activeSuppressions,
  finallySuppressed,
  liftSuppressions,
} from "./suppression.store.server.ts";
export { verifyChain, verifyStates } from "./ledger/verify-ledger.ts";
export { publishWording, sweepWordings } from "./publish-wording.ts";
export { saveWording, wordingsNow } from "./save-wording.ts";
export { publishWordingJob, sweepWordingsJob } from "./wording.jobs.ts";
export { shownWordingText, wordingReport } from "./wording-report.ts";
