import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { refusalOf } from "../graph-refusal.rules.ts";
import { sealSecret } from "../secrets.ts";
import { continueSignup } from "./continue-signup.ts";
import { openSignupState } from "./signup-link.ts";
import { judgeAnswer } from "./signup.rules.ts";
import { insertAttempt, writeAttempt } from "./signup.store.server.ts";
import type { ConnectProblem, SignupAnswer, SignupOutcome } from "./signup.types.ts";

const tokenSchema = z.object({ access_token: z.string().min(1) });

function failed(problem: ConnectProblem, detail: string | null = null): SignupOutcome {
  return { outcome: "failed", problem, detail };
}

/** The code lives 30 s and works once (contract 8.4): what it gives is kept at once. */
async function exchange(
  deps: Deps,
  code: string,
): Promise<{ token: string } | { problem: ConnectProblem; detail: string | null }> {
  try {
    const answer = await deps.whatsapp.exchangeCode(code);
    const refusal = refusalOf(answer);
    if (refusal) return { problem: "code_refused", detail: refusal.detail };
    const token = tokenSchema.safeParse(answer.json);
    if (token.success) return { token: token.data.access_token };
    return { problem: "code_refused", detail: null };
  } catch (error) {
    deps.log.warn("whatsapp.exchange_failed", { message: String(error) });
    return { problem: "not_reached", detail: null };
  }
}

/**
 * Takes what Meta's signup gave to a connected number (contract 8.3, 8.4). The state says which shop it
 * is for and works once; what was reached before something failed is kept, so that `continueSignup`
 * goes on from there.
 */
export async function completeSignup(deps: Deps, answer: SignupAnswer): Promise<SignupOutcome> {
  if (deps.whatsapp.appId === null) return failed("signup_not_set_up");
  const link = openSignupState(deps, answer.state);
  if (link.outcome !== "valid") {
    return failed(link.outcome === "expired" ? "link_expired" : "link_invalid");
  }
  // A cancelled signup leaves the state as it was: the same page may try again.
  const judged = judgeAnswer(answer);
  if (judged.outcome === "failed") return failed(judged.problem);
  const { id, shopId } = link;
  const at = deps.clock.now();
  const isFirst = await deps.db.inShop(shopId, (tx) => insertAttempt(tx, { id, shopId, at }));
  if (!isFirst) return failed("link_used");
  const given = await exchange(deps, judged.code);
  const data = answer.session?.data ?? {};
  await deps.db.inShop(shopId, (tx) =>
    writeAttempt(
      tx,
      { id, shopId, at },
      "problem" in given
        ? given
        : {
            state: "exchanged",
            token: sealSecret(deps, shopId, given.token),
            wabaId: data.waba_id ?? null,
            phoneNumberId: data.phone_number_id ?? null,
            coexistence: judged.coexistence,
          },
    ),
  );
  if ("problem" in given) return failed(given.problem, given.detail);
  return continueSignup(deps, { shopId, attemptId: id });
}
