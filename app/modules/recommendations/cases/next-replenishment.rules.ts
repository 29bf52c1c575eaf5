import type { CandidateFacts } from "../choice/choice.types.ts";
import { replenishmentDue } from "../choice/replenishment.rules.ts";

/** When the first of the person's own things runs out, if none is due yet; null: none will be. */
export function nextReplenishment(
  facts: Pick<CandidateFacts, "ranked" | "bought" | "excluded">,
  now: Date,
): Date | null {
  const rhythms = new Map(facts.ranked.map(({ productId, rhythm }) => [productId, rhythm]));
  const excluded = new Set(facts.excluded);
  let next: Date | null = null;
  for (const [productId, lines] of Map.groupBy(facts.bought, (line) => line.productId)) {
    if (excluded.has(productId)) continue;
    const again = replenishmentDue(lines, rhythms.get(productId) ?? null, now);
    if (again?.state !== "not_yet") continue;
    if (next === null || again.dueAt < next) next = again.dueAt;
  }
  return next;
}
