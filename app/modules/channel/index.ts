export { applyAccountEvent } from "./apply-account-event.ts";
export { numberState, recipientLimit, sendRate } from "./channel.rules.ts";
export { numberById, numberForShop } from "./channel.store.server.ts";
export type { NumberRow } from "./channel.types.ts";
export { connectNumber, tokenOf } from "./connect-number.ts";
export { pauseNumber, pauseUtility, resumeNumber, slowNumber, stopNumber } from "./pause-number.ts";
export { connectionSecret } from "./connection-secret.ts";
