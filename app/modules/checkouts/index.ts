export { followHandedOver, followNotSent } from "./follow-message.ts";
export { joinCheckouts, partCheckouts } from "./follow-person.ts";
export { remindJob, sweepCheckoutsJob } from "./checkouts.jobs.ts";
export { observeCheckouts } from "./observe-checkout.ts";
export { checkPurchases } from "./check-purchases.ts";
export { planReminders } from "./plan-reminders.ts";
export { saveReminderSettings } from "./save-reminder-settings.ts";
export { settingsOf } from "./schedule-reminder.ts";
export { contactsInSeries } from "./series.store.server.ts";
export {
  bindOptIn,
  forgetCheckout,
  stopForPerson,
  stopForShop,
  stopForTopic,
  stopOnOrder,
} from "./stop-reminders.ts";
export { sweepCheckouts } from "./sweep-checkouts.ts";
