export { redactShopJob, repeatErasuresJob } from "./compliance.jobs.ts";
export { eraseContact } from "./erase-contact.ts";
export { erasePerson } from "./erase-person.ts";
export { exportPerson } from "./export-person.ts";
export { receiveDataRequest, receiveRedact, receiveShopRedact } from "./receive-requests.ts";
export { redactShop } from "./redact-shop.ts";
export { repeatErasures } from "./repeat-erasures.ts";
export { runRetention } from "./run-retention.ts";
export { sparingErased } from "./spare-erased.ts";
