export { changeIdentities } from "./change-identity.ts";
export { receiveMessages, receivePreferences } from "./receive-messages.ts";
