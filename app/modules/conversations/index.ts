export { receiveMessages, receivePreferences } from "./receive-messages.ts";
