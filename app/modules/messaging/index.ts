export { applyStatuses, applyStatusesWithin } from "./apply-statuses.ts";
export {
  lastMessageTo,
  lastOptOutConfirmation,
  type MessageFate,
  messageFates,
} from "./handed-over.store.server.ts";
export { dispatchNumber, sweepMessages } from "./dispatch-number.ts";
export { joinMessages, partMessages } from "./follow-person.ts";
export { ageingOf, consentAgeCounts } from "./consent-age.ts";
export {
  messageAnswered,
  type RenewalAsked,
  type RenewalDue,
  renewalsDue,
} from "./consent-age.store.server.ts";
export { dispatchJob, settleMessagesJob, sweepMessagesJob } from "./messaging.jobs.ts";
export { type MessageOfPerson, messagesOf } from "./messages-of.ts";
export {
  ABOUT_NO_CART,
  type MessageWish,
  planMessage,
  planMessages,
  type SkippedWish,
  skipPlanned,
  wakeWaiting,
} from "./plan-message.ts";
export {
  recommendationsOf,
  type ReminderOfPerson,
  remindersOf,
} from "./reminders-of.store.server.ts";
export { type PutOff, putOffUnsent } from "./messages.store.server.ts";
export { settleInFlight } from "./settle-in-flight.ts";
export { resumeWaiting } from "./resume-waiting.ts";
export { judgeBrakes, judgeBrakesOf } from "./judge-brake.ts";
export { saveSendSettings } from "./save-send-settings.ts";
export { unknownErrorsSince } from "./refusals.store.server.ts";
