import type { Deps } from "#app/ports/deps.ts";

/** What the guard on the message table raises (prisma/migrations/*_claim_guard); its detail names the messages. */
const NO_CONSENT = "BK001";

function refusedIds(error: unknown): string[] | null {
  if (!(error instanceof Error) || !("code" in error) || error.code !== NO_CONSENT) return null;
  return "detail" in error && typeof error.detail === "string" ? error.detail.split(",") : null;
}

/**
 * Does what moves messages on; where the database refuses some of them for want of consent, does it again
 * without those. The policy has asked before, so a refusal is a fault of ours or a "no" of this very moment:
 * it is told as an error, and the others of the batch do not wait for it.
 * @param work gets the messages that were refused so far
 */
export async function withoutRefused<T>(
  deps: Pick<Deps, "log">,
  shopId: string,
  work: (refused: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const refused = new Set<string>();
  for (;;) {
    try {
      return await work(refused);
    } catch (error) {
      const fresh = refusedIds(error)?.filter((id) => !refused.has(id)) ?? [];
      if (fresh.length === 0) throw error;
      deps.log.error("messages.refused_by_database", { shopId, messageIds: fresh });
      for (const id of fresh) refused.add(id);
    }
  }
}
