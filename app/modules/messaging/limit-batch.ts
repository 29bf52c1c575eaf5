import { recipientLimit } from "#app/modules/channel/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addHours } from "#app/shared/duration.ts";
import { takeRecipients } from "./messaging-limit.store.server.ts";
import type { Candidate } from "./send-facts.ts";
import { decideSend, type SendDecision } from "./send-policy.rules.ts";

/** Meta counts by its own clock, and other tools may send too: we stop a little earlier (contract 5.1). */
const OUR_SHARE = 0.95;
const SERVICE_WINDOW_HOURS = 24;

/** Who wrote to the shop within a day has an open service window, and does not count. */
function counts({ lastInboundAt }: Candidate, now: Date): boolean {
  return lastInboundAt === null || addHours(lastInboundAt, SERVICE_WINDOW_HOURS) <= now;
}

/**
 * Takes places under the messaging limit of the number's business portfolio for what would be sent. For
 * whom there is none is decided anew with that fact.
 * @returns decisions other than "send", by message
 */
export async function limitBatch(
  deps: Pick<Deps, "vault">,
  tx: Tx,
  asked: { now: Date; candidates: Candidate[] },
): Promise<Map<string, SendDecision>> {
  const { now } = asked;
  const number = asked.candidates[0]?.number;
  if (!number) return new Map();
  const limit = recipientLimit(number.messagingLimit);
  if (limit === Infinity) return new Map();
  const portfolio = number.portfolioId ?? number.wabaId;
  const counted = asked.candidates.filter((one) => one.phone !== null && counts(one, now));
  const recipients = counted.map(({ phone }) => deps.vault.hash(portfolio, "phone", phone ?? ""));
  const wish = { limit: Math.floor(limit * OUR_SHARE), now, recipients };
  const full = await takeRecipients(tx, portfolio, wish);
  const decisions = counted.flatMap(({ message, facts }, at): [string, SendDecision][] => {
    const limitFreeAt = full.get(at);
    return limitFreeAt ? [[message.id, decideSend({ ...facts, limitFreeAt }, now)]] : [];
  });
  return new Map(decisions);
}
