import { setTimeout as pause } from "node:timers/promises";
import type { Deps } from "#app/ports/deps.ts";
import type { SendOutcome } from "#app/ports/whatsapp.ts";
import { applyLandings } from "./apply-landings.ts";
import { attemptEnd, landOutcome } from "./landing.rules.ts";
import { lockMessages, writeAttemptEnds } from "./moves.store.server.ts";

export interface Result {
  messageId: string;
  attemptId: string;
  outcome: SendOutcome;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** After that the rows are settled as unknown by the sweep, and their webhooks bring the truth. */
const GIVE_UP_AFTER_MS = 10 * 60_000;

async function writeOnce(deps: Deps, shopId: string, results: Result[]): Promise<void> {
  const now = deps.clock.now();
  const byMessage = new Map(results.map((result) => [result.messageId, result]));
  await deps.db.inShop(shopId, async (tx) => {
    const messages = await lockMessages(tx, shopId, { ids: [...byMessage.keys()] });
    const landings = messages.flatMap((message) => {
      const result = byMessage.get(message.id);
      return result ? [landOutcome(message, result, now)] : [];
    });
    const rows = results.map(({ attemptId, outcome }) => attemptEnd(attemptId, outcome));
    await writeAttemptEnds(tx, shopId, { rows, at: now });
    await applyLandings(deps, tx, { shopId, landings });
  });
}

/**
 * Writes what WhatsApp answered, in one transaction. The outcome is known only here, so a database
 * that is away is waited for.
 */
export async function recordOutcomes(deps: Deps, shopId: string, results: Result[]): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      return await writeOnce(deps, shopId, results);
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      deps.log.warn("messages.results_wait", {
        shopId,
        count: results.length,
        message: String(error),
      });
      await pause(wait);
    }
  }
}
