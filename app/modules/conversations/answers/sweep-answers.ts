import type { Deps } from "#app/ports/deps.ts";
import { countAsNo } from "./decide-answer.ts";

const AT_ONCE = 200;

/** Counts as a "no" what nobody has decided in time. Gives how many. */
export async function sweepAnswers(deps: Deps): Promise<number> {
  const due = await deps.db.crossShop.answersOverdue(deps.clock.now(), AT_ONCE);
  let counted = 0;
  for (const { shopId, answerId } of due) {
    if ((await countAsNo(deps, shopId, answerId)) === "decided") counted += 1;
  }
  if (counted > 0) deps.log.info("answers.counted_as_no", { counted });
  return counted;
}
