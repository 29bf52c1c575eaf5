import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { numberByWaba, numberForShop, pinOf } from "../channel.store.server.ts";
import { openSecret, sealSecret } from "../secrets.ts";
import {
  ConnectError,
  grantedAccount,
  healthNow,
  newPin,
  numberInAccount,
  registerNumber,
  subscribeApp,
} from "./account-steps.ts";
import { needsRegistration } from "./signup.rules.ts";
import { findAttempt, writeAttempt } from "./signup.store.server.ts";
import type { Attempt, SignupOutcome } from "./signup.types.ts";
import { writeConnection } from "./write-connection.ts";

interface Account {
  shopId: string;
  wabaId: string;
  phoneNumberId: string;
  token: string;
}

/** One account belongs to one shop, and a shop sends from one account at a time. */
export async function refuseTaken(deps: Deps, account: Account): Promise<void> {
  const { shopId, wabaId } = account;
  if (await deps.db.crossShop.accountTaken(shopId, account)) {
    throw new ConnectError("account_of_another_shop");
  }
  const present = await deps.db.inShop(shopId, (tx: Tx) => numberForShop(tx, shopId));
  if (present?.status === "connected" && present.wabaId !== wabaId) {
    throw new ConnectError("other_account_connected", present.displayPhone);
  }
}

/** The merchant's own PIN, else the one that we set before, else a new one; kept before it is used. */
async function pinFor(deps: Deps, attempt: Attempt, given: string | null): Promise<string> {
  const { id, shopId, twoStepPin } = attempt;
  return deps.db.inShop(shopId, async (tx) => {
    const number = attempt.wabaId ? await numberByWaba(tx, shopId, attempt.wabaId) : null;
    const stored = twoStepPin ?? (number ? await pinOf(tx, shopId, number.id) : null);
    const pin = given ?? (stored ? openSecret(deps, shopId, stored) : newPin());
    const sealed = sealSecret(deps, shopId, pin);
    await writeAttempt(tx, { id, shopId, at: deps.clock.now() }, { twoStepPin: sealed });
    return pin;
  });
}

async function connect(deps: Deps, attempt: Attempt, given: string | null) {
  const { shopId } = attempt;
  if (attempt.token === null) throw new ConnectError("code_refused");
  const token = openSecret(deps, shopId, attempt.token);
  const wish = { wabaId: attempt.wabaId, ownApp: false };
  const wabaId = await grantedAccount(deps, token, wish);
  const named = attempt.phoneNumberId;
  const phoneNumberId = await numberInAccount(deps, { wabaId, token, named });
  const account = { shopId, wabaId, phoneNumberId, token };
  await refuseTaken(deps, account);
  const known = { ...attempt, wabaId };
  await subscribeApp(deps, account);
  let facts = await healthNow(deps, account);
  let pin: string | null = null;
  if (!attempt.coexistence && needsRegistration(facts.health)) {
    pin = await pinFor(deps, known, given);
    await registerNumber(deps, { phoneNumberId, token, pin });
    facts = await healthNow(deps, account);
  }
  return writeConnection(deps, { ...account, facts, pin, origin: "signup", appSecret: null });
}

/**
 * Goes on with an attempt from where it stopped: every step may be done again, so it simply runs them.
 * @param from.pin the number's two-step PIN, where the merchant has set one before
 */
export async function continueSignup(
  deps: Deps,
  from: { shopId: string; attemptId?: string; pin?: string | null },
): Promise<SignupOutcome> {
  const { shopId, attemptId, pin = null } = from;
  const attempt = await deps.db.inShop(shopId, (tx) => findAttempt(tx, shopId, attemptId));
  if (!attempt || attempt.state !== "exchanged") {
    return { outcome: "failed", problem: "link_used", detail: null };
  }
  const target = () => ({ id: attempt.id, shopId, at: deps.clock.now() });
  try {
    const written = await connect(deps, attempt, pin);
    const { numberId } = written;
    const change = { state: "connected", problem: null, detail: null, token: null } as const;
    await deps.db.inShop(shopId, (tx) =>
      writeAttempt(tx, target(), { ...change, twoStepPin: null }),
    );
    deps.log.info("whatsapp.connected", { shopId, numberId });
    await deps.announce.numberReady(deps, { shopId, ...written });
    return { outcome: "connected", numberId };
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const { problem, detail } = error;
    await deps.db.inShop(shopId, (tx) => writeAttempt(tx, target(), { problem, detail }));
    deps.log.warn("whatsapp.connect_failed", { shopId, problem, detail });
    return { outcome: "failed", problem, detail };
  }
}
