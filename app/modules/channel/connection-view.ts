import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays, addHours } from "#app/shared/duration.ts";
import { ownAppOf } from "./app-secret.store.server.ts";
import { brakeHistory } from "./brake.store.server.ts";
import { numberState, recipientLimit, sendRate } from "./channel.rules.ts";
import { numberForShop } from "./channel.store.server.ts";
import type { NumberRow } from "./channel.types.ts";
import type { BrakeView, ConnectionView, NumberView } from "./connection-view.types.ts";
import { hasPaymentProblem } from "./health/health.rules.ts";
import { healthSchema } from "./health/health.types.ts";
import { BRAKE } from "./quality-brake.rules.ts";
import { openSecret } from "./secrets.ts";
import { signupUrl } from "./signup/signup-link.ts";
import { findAttempt } from "./signup/signup.store.server.ts";

const HISTORY = 10;
/** An attempt that nobody went on with by then is forgotten. */
const ATTEMPT_DAYS = 1;

const iso = (at: Date | null) => at?.toISOString() ?? null;

async function brakeView(tx: Tx, number: NumberRow): Promise<BrakeView> {
  const { shopId, id: numberId, brake: level, brakeSince: since } = number;
  const history = await brakeHistory(tx, { shopId, numberId }, HISTORY);
  const rest = level === "normal" ? null : BRAKE.hoursBeforeEasing[level];
  return {
    level,
    cause: number.brakeCause,
    since: iso(since),
    easesFrom: rest !== null && since ? addHours(since, rest).toISOString() : null,
    history: history.map(({ at, by, from, to, cause }) => ({
      at: at.toISOString(),
      from,
      to,
      cause,
      byMerchant: by === "merchant",
    })),
  };
}

async function webhookView(deps: Deps, tx: Tx, number: NumberRow): Promise<NumberView["webhook"]> {
  const app = await ownAppOf(tx, number.shopId, number.id);
  if (number.origin !== "own_app" || !app?.verifyToken) return null;
  return {
    callbackUrl: `${deps.appUrl}/webhooks/whatsapp/${number.id}`,
    verifyToken: openSecret(deps, number.shopId, app.verifyToken),
    seenAt: iso(app.webhookSeenAt),
  };
}

async function numberView(deps: Deps, tx: Tx, number: NumberRow): Promise<NumberView> {
  const now = deps.clock.now();
  const health = healthSchema.parse(number.health ?? {});
  const isResting = number.status === "connected" && numberState(number, now) === "paused";
  const max = recipientLimit(number.messagingLimit);
  const portfolio = number.portfolioId ?? number.wabaId;
  return {
    id: number.id,
    displayPhone: number.displayPhone,
    verifiedName: number.verifiedName,
    accountName: health.accountName,
    origin: number.origin,
    status: isResting ? "paused" : number.status,
    reason: isResting || number.status !== "connected" ? number.statusReason : null,
    pausedUntil: isResting ? iso(number.pausedUntil) : null,
    connectedAt: iso(number.connectedAt),
    healthAt: iso(number.healthAt),
    problems: health.problems,
    paymentProblem: hasPaymentProblem(health) || number.statusReason === "payment_problem",
    quality: number.quality,
    nameStatus: number.nameStatus,
    rate: Math.round(sendRate(number, now)),
    limit: {
      max: max === Infinity ? null : max,
      isKnown: number.messagingLimit !== "UNKNOWN",
      used: await deps.db.crossShop.recipientsUsed(portfolio, now),
    },
    brake: await brakeView(tx, number),
    webhook: await webhookView(deps, tx, number),
  };
}

async function openAttempt(deps: Deps, tx: Tx, shopId: string): Promise<ConnectionView["attempt"]> {
  const attempt = await findAttempt(tx, shopId);
  const isOpen = attempt?.state === "exchanged" && attempt.problem !== null;
  if (!isOpen || addDays(attempt.startedAt, ATTEMPT_DAYS) < deps.clock.now()) return null;
  const { problem, detail } = attempt;
  return problem && { problem, detail, asksPin: problem === "pin_mismatch" };
}

/** What the WhatsApp page shows: the number, how Meta sees it, the brake, and the ways to connect. */
export async function connectionView(deps: Deps, shopId: string): Promise<ConnectionView> {
  return deps.db.inShop(shopId, async (tx) => {
    const number = await numberForShop(tx, shopId);
    return {
      number: number ? await numberView(deps, tx, number) : null,
      signupUrl: deps.whatsapp.appId === null ? null : signupUrl(deps, shopId),
      attempt: await openAttempt(deps, tx, shopId),
    };
  });
}
