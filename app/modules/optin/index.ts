export {
  type OptInAnswer,
  type OptInClaims,
  type OptInRequest,
  type OptInState,
  recordOptIn,
} from "./record-opt-in.ts";
