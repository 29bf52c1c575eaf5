import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import type { GraphAnswer } from "#app/ports/whatsapp.ts";
import { refusalOf } from "../graph-refusal.rules.ts";
import { askHealth } from "../health/ask-health.ts";
import type { NumberFacts } from "../health/health.types.ts";
import { chooseNumber, judgeGrant, registerProblem } from "./signup.rules.ts";
import { type ConnectProblem, debugSchema } from "./signup.types.ts";

/** Ends a connection with a reason that the merchant is told; nothing else throws it. */
export class ConnectError extends Error {
  readonly problem: ConnectProblem;
  readonly detail: string | null;
  constructor(problem: ConnectProblem, detail: string | null = null) {
    super(problem);
    this.problem = problem;
    this.detail = detail;
  }
}

/** Meta's answer; one that did not come, or blames Meta itself, may be asked for again. */
async function ask(deps: Deps, call: () => Promise<GraphAnswer>): Promise<GraphAnswer> {
  let answer: GraphAnswer;
  try {
    answer = await call();
  } catch (error) {
    deps.log.warn("whatsapp.connect_unanswered", { message: String(error) });
    throw new ConnectError("not_reached");
  }
  if (answer.httpStatus >= 500 && refusalOf(answer)?.code !== 133000) {
    throw new ConnectError("not_reached", refusalOf(answer)?.detail ?? null);
  }
  return answer;
}

/** The account that the token is really good for (contract 8.3). */
export async function grantedAccount(
  deps: Deps,
  token: string,
  wish: { wabaId: string | null; ownApp: boolean },
): Promise<string> {
  const answer = await ask(deps, () =>
    wish.ownApp
      ? deps.whatsapp.call({
          method: "GET",
          path: `debug_token?${new URLSearchParams({ input_token: token })}`,
          token,
        })
      : deps.whatsapp.inspectToken(token),
  );
  const parsed = debugSchema.safeParse(answer.json);
  if (!parsed.success) throw new ConnectError("token_invalid", refusalOf(answer)?.detail ?? null);
  const appId = wish.ownApp ? null : deps.whatsapp.appId;
  const judged = judgeGrant(parsed.data.data, { wabaId: wish.wabaId, appId });
  if (judged.outcome === "failed") throw new ConnectError(judged.problem);
  return judged.wabaId;
}

const numbersSchema = z.object({ data: z.array(z.object({ id: z.coerce.string() })) });

/** The number to connect, checked against the account's list. */
export async function numberInAccount(
  deps: Deps,
  account: { wabaId: string; token: string; named: string | null },
): Promise<string> {
  const path = `${account.wabaId}/phone_numbers?fields=display_phone_number&limit=100`;
  const call = { method: "GET", path, token: account.token } as const;
  const answer = await ask(deps, () => deps.whatsapp.call(call));
  const parsed = numbersSchema.safeParse(answer.json);
  if (!parsed.success) {
    throw new ConnectError("account_not_granted", refusalOf(answer)?.detail ?? null);
  }
  const ids = parsed.data.data.map((number) => number.id);
  const chosen = chooseNumber(ids, account.named);
  if (chosen.outcome === "failed") throw new ConnectError(chosen.problem);
  return chosen.phoneNumberId;
}

/** Without it Meta sends us no webhooks (contract 8.4); asking twice changes nothing. */
export async function subscribeApp(
  deps: Deps,
  account: { wabaId: string; token: string },
): Promise<void> {
  const path = `${account.wabaId}/subscribed_apps`;
  const call = { method: "POST", path, token: account.token } as const;
  const refusal = refusalOf(await ask(deps, () => deps.whatsapp.call(call)));
  if (refusal) throw new ConnectError("subscribe_refused", refusal.detail);
}

/** A two-step PIN of ours, for a number that has none. */
export function newPin(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** Registers the number on the Cloud API (contract 8.4). */
export async function registerNumber(
  deps: Deps,
  number: { phoneNumberId: string; token: string; pin: string },
): Promise<void> {
  const { phoneNumberId, token, pin } = number;
  const refusal = refusalOf(
    await ask(deps, () =>
      deps.whatsapp.call({
        method: "POST",
        path: `${phoneNumberId}/register`,
        token,
        body: { messaging_product: "whatsapp", pin },
      }),
    ),
  );
  if (refusal) throw new ConnectError(registerProblem(refusal), refusal.detail);
}

/** How number and account are right now. */
export async function healthNow(
  deps: Deps,
  account: { wabaId: string; phoneNumberId: string; token: string },
): Promise<NumberFacts> {
  const read = await askHealth(deps, account);
  if (read.outcome === "read") return read.facts;
  if (read.outcome === "unreachable") throw new ConnectError("not_reached");
  throw new ConnectError("account_not_granted", read.refusal.detail);
}
