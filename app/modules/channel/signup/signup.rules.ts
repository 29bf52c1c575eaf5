import type { Refusal } from "../graph-refusal.rules.ts";
import {
  type ConnectProblem,
  NEEDED_SCOPES,
  type SignupAnswer,
  type TokenFacts,
} from "./signup.types.ts";

/** Events of Meta's session info that end well (contract 8.3); their names grow with its versions. */
const FINISHED = /^FINISH/;
/** The number stays in the WhatsApp Business app beside us (contract 8.6). */
const COEXISTENCE = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";

export type AnswerJudgement =
  | { outcome: "go"; code: string; coexistence: boolean }
  | { outcome: "failed"; problem: ConnectProblem };

/** Whether the signup was gone through to its end. */
export function judgeAnswer({ code, session }: SignupAnswer): AnswerJudgement {
  if (session?.event === "ERROR") return { outcome: "failed", problem: "meta_error" };
  if (code === null) return { outcome: "failed", problem: "cancelled" };
  if (session && !FINISHED.test(session.event)) return { outcome: "failed", problem: "cancelled" };
  return { outcome: "go", code, coexistence: session?.event === COEXISTENCE };
}

function targetsOf(facts: TokenFacts, scope: string): string[] | null {
  const rows = facts.granular_scopes.filter((row) => row.scope === scope);
  if (rows.length === 0 || rows.some((row) => row.target_ids === undefined)) return null;
  return rows.flatMap((row) => row.target_ids ?? []);
}

export type GrantJudgement =
  { outcome: "granted"; wabaId: string } | { outcome: "failed"; problem: ConnectProblem };

/**
 * Whether a token is good for the account that the browser named (contract 8.3: never trust its ids):
 * alive, of the right app, with both scopes, and granted for that account. A signup that names no
 * account takes the one that was granted, if it is one.
 * @param grant.appId null for a token of the merchant's own Meta app
 */
export function judgeGrant(
  facts: TokenFacts,
  grant: { wabaId: string | null; appId: string | null },
): GrantJudgement {
  const foreign =
    grant.appId !== null && facts.app_id !== undefined && facts.app_id !== grant.appId;
  if (!facts.is_valid || foreign) return { outcome: "failed", problem: "token_invalid" };
  if (NEEDED_SCOPES.some((scope) => !facts.scopes.includes(scope))) {
    return { outcome: "failed", problem: "scope_missing" };
  }
  const lists = NEEDED_SCOPES.map((scope) => targetsOf(facts, scope));
  const named = grant.wabaId ?? onlyOne(lists.flatMap((list) => list ?? []));
  const isGranted = named !== null && lists.every((list) => list === null || list.includes(named));
  return isGranted
    ? { outcome: "granted", wabaId: named }
    : { outcome: "failed", problem: "account_not_granted" };
}

function onlyOne(ids: string[]): string | null {
  const [first, ...others] = new Set(ids);
  return others.length === 0 ? (first ?? null) : null;
}

/** The number to connect: the named one if it is the account's, else its only one. */
export function chooseNumber(
  ids: readonly string[],
  named: string | null,
): { outcome: "chosen"; phoneNumberId: string } | { outcome: "failed"; problem: ConnectProblem } {
  if (named !== null) {
    return ids.includes(named)
      ? { outcome: "chosen", phoneNumberId: named }
      : { outcome: "failed", problem: "number_not_in_account" };
  }
  const only = onlyOne([...ids]);
  return only === null
    ? { outcome: "failed", problem: "no_number" }
    : { outcome: "chosen", phoneNumberId: only };
}

/** Why Meta did not register a number (contract 2, 133xxx). */
export function registerProblem({ code }: Refusal): ConnectProblem {
  switch (code) {
    case 133000:
      return "registered_elsewhere";
    case 133005:
    case 133006:
    case 133008:
    case 133009:
    case 131031: // "data mismatch (e.g. wrong PIN)"
      return "pin_mismatch";
    case 133015:
      return "register_wait";
    case 133016:
      return "register_limit";
    default:
      return "register_refused";
  }
}

/** A number that already runs on the Cloud API keeps its registration and its PIN. */
export function needsRegistration(health: { phoneStatus: string; platform: string }): boolean {
  return health.phoneStatus !== "CONNECTED" || health.platform !== "CLOUD_API";
}
