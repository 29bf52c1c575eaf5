export { type OptInAnswer, recordOptIn } from "./record-opt-in.ts";
