export { sweepConfirmationsJob } from "./confirm/confirm.jobs.ts";
export { confirmOptOut } from "./confirm/confirm-opt-out.ts";
export { followUnsentConfirmations } from "./confirm/follow-confirmation.ts";
export { type ConsentReport, consentReport } from "./confirm/consent-report.ts";
export { saveConfirmation } from "./confirm/save-confirmation.ts";
export { settleAnswer } from "./confirm/settle-answer.ts";
export { sweepConfirmations } from "./confirm/sweep-confirmations.ts";
export { type AccountAnswer, readAccount } from "./account/read-account.ts";
export { renewConsent } from "./renew/renew-consent.ts";
export { type RenewalReport, renewalReport } from "./renew/renewal-report.ts";
export { saveRenewal } from "./renew/save-renewal.ts";
export { sweepRenewalsJob } from "./renew/renewal.jobs.ts";
export { sweepRenewals } from "./renew/sweep-renewals.ts";
export { type OptInAnswer, recordOptIn } from "./record-opt-in.ts";
export { type NativeCounts, nativeReport } from "./native/native-report.ts";
export { sweepNativeJob, writeNativeJob } from "./native/native.jobs.ts";
export { receiveNative } from "./native/receive-native.ts";
export { sweepNative } from "./native/sweep-native.ts";
export { writeNative } from "./native/write-native.ts";
export { createPlace } from "./pull/create-place.ts";
export { hearPull } from "./pull/hear-pull.ts";
export { type PullPlace, type PullReport, pullReport } from "./pull/pull-report.ts";
export { type Poster, readPoster } from "./pull/read-poster.ts";
export { importReport, type ImportShown, troubledLines } from "./import/import-report.ts";
export { runImportJob, sweepImportsJob } from "./import/import.jobs.ts";
export { runImport, sweepImports } from "./import/run-import.ts";
export {
  abortImport,
  askCheck,
  askImport,
  forgetImports,
  IMPORT_FILES_LIVE_DAYS,
} from "./import/steer-import.ts";
export { addPart, beginImport, endUpload } from "./import/upload-file.ts";
