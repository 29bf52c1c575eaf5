import type { Deps } from "#app/ports/deps.ts";
import { numberById, writeFacts, writeStatus } from "../channel.store.server.ts";
import { tokenOf } from "../secrets.ts";
import { askHealth } from "./ask-health.ts";
import { type HealthRead, judgeHealth } from "./health.rules.ts";

interface Target {
  shopId: string;
  numberId: string;
}

/**
 * Reads from Meta how a number is, keeps it, stops or resumes the number accordingly, and says when it
 * may send again.
 * @returns what Meta said, or null when there is no such number
 */
export async function refreshHealth(deps: Deps, target: Target): Promise<HealthRead | null> {
  const { shopId, numberId } = target;
  const number = await deps.db.inShop(shopId, (tx) => numberById(tx, shopId, numberId));
  if (!number || number.status === "disconnected") return null;
  const read = await askHealth(deps, { ...number, token: tokenOf(deps, number) });
  const now = deps.clock.now();
  const change = await deps.db.inShop(shopId, async (tx) => {
    // Asked again: it may have been connected anew while Meta answered.
    const current = await numberById(tx, shopId, numberId);
    if (!current || current.connectedAt?.getTime() !== number.connectedAt?.getTime()) return null;
    if (read.outcome === "read") await writeFacts(tx, target, { ...read.facts, at: now });
    const judged = judgeHealth(current, read);
    if (judged) await writeStatus(tx, target, judged);
    return judged;
  });
  if (change) {
    deps.log.warn("whatsapp.health", { shopId, status: change.status, reason: change.reason });
    if (change.status === "connected") await deps.announce.numberReady(deps, target);
  }
  return read;
}
