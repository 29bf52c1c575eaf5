export { changeIdentities } from "./change-identity.ts";
export { type InboundOfPerson, inboundOf } from "./inbound-of.ts";
export { receiveMessages, receivePreferences } from "./receive-messages.ts";
