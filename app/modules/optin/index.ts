export {
  type OptInAnswer,
  type OptInClaims,
  type OptInRequest,
  recordOptIn,
} from "./record-opt-in.ts";
