import { isObject, parseJson } from "../json.ts";
import type { State } from "../state.ts";

/** The one version that Meta still runs (contract 8.3). */
const VERSION = "v4";

function extrasFault(text: string): string | null {
  const extras = parseJson(text);
  if (!isObject(extras)) return "extras is missing";
  if (extras["version"] !== VERSION) return "Embedded Signup before v4 ended in October 2026";
  return extras["sessionInfoVersion"] === "3" ? null : "sessionInfoVersion must be 3";
}

/** What is wrong with the request that opened the dialog, or null. */
export function dialogFault(state: State, query: URLSearchParams): string | null {
  const clientId = query.get("client_id") ?? "";
  if (clientId === "" || (state.appId !== null && clientId !== state.appId)) {
    return "client_id is not an app";
  }
  if (!query.get("config_id")) return "config_id is missing";
  if (query.get("response_type") !== "code") return "response_type must be code";
  if (query.get("override_default_response_type") !== "true") {
    return "override_default_response_type must be true";
  }
  if (!/^https?:\/\/[^/]+$/.test(query.get("opener") ?? "")) return "opener is no origin";
  return extrasFault(query.get("extras") ?? "");
}
