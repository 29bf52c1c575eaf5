export { type AccountAnswer, readAccount } from "./account/read-account.ts";
export { type OptInAnswer, recordOptIn } from "./record-opt-in.ts";
