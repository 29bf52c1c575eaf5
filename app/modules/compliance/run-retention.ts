import type { Deps } from "#app/ports/deps.ts";
import { addCounts, repeatErasures } from "./repeat-erasures.ts";
import { eraseContact } from "./erase-contact.ts";
import { forgetErasureHashes } from "./erasure.store.server.ts";
import { isDue, keptSince, type RetentionRule, rulesFrom } from "./retention.rules.ts";
import {
  beginRun,
  noteRun,
  peopleWithEndedConsent,
  peopleWithoutConsent,
  recentRuns,
  type RunRow,
  sweepSome,
} from "./retention.store.server.ts";

/** People whose time is over, some at a time; each is erased in a transaction of its own. */
async function erasePeople(
  deps: Deps,
  shopId: string,
  of: { rule: "people_without_consent" | "ended_consent"; before: Date },
): Promise<number> {
  const find = of.rule === "ended_consent" ? peopleWithEndedConsent : peopleWithoutConsent;
  const ids = await deps.db.inShop(shopId, (tx) => find(tx, shopId, of.before));
  for (const contactId of ids) {
    await deps.db.inShop(shopId, (tx) =>
      eraseContact(deps, tx, { shopId, contactId }, { reason: "retention" }),
    );
  }
  return ids.length;
}

function someOf(deps: Deps, shopId: string, rule: RetentionRule): Promise<number> {
  const before = keptSince(rule, deps.clock.now());
  if (rule === "people_without_consent" || rule === "ended_consent") {
    return erasePeople(deps, shopId, { rule, before });
  }
  return deps.db.inShop(shopId, (tx) => sweepSome(tx, shopId, { rule, before }));
}

/**
 * One rule to its end, a batch at a time. The run's row says after each batch where it stands, so that one
 * that broke off goes on there.
 */
async function runRule(deps: Deps, shopId: string, at: RunRow & { rule: RetentionRule }) {
  let run: RunRow = at;
  for (let some = -1; some !== 0;) {
    some = await someOf(deps, shopId, at.rule);
    run = { ...run, rows: some === 0 ? run.rows : addCounts(run.rows, { [at.rule]: some }) };
    const now = run;
    await deps.db.inShop(shopId, (tx) => noteRun(tx, shopId, now));
  }
  return run;
}

/** The run of this night: a new one, the one that broke off, or none when it was done lately. */
async function openRun(deps: Deps, shopId: string): Promise<RunRow | null> {
  const now = deps.clock.now();
  return deps.db.inShop(shopId, async (tx) => {
    const [last] = await recentRuns(tx, shopId, 1);
    if (last && last.endedAt === null) return last;
    return isDue(last?.startedAt ?? null, now) ? beginRun(tx, shopId, now) : null;
  });
}

/**
 * Deletes what has served its time in one shop and says what it did. Safe to run at any time, to break off
 * and to run again: every batch is a transaction.
 * @returns the run, or null when none was due
 */
export async function runRetention(deps: Deps, shopId: string): Promise<RunRow | null> {
  let run = await openRun(deps, shopId);
  if (!run) return null;
  for (const rule of rulesFrom(run.rule)) run = await runRule(deps, shopId, { ...run, rule });
  await repeatErasures(deps, shopId);
  const now = deps.clock.now();
  const ended = { ...run, rule: null, endedAt: now };
  await deps.db.inShop(shopId, async (tx) => {
    await forgetErasureHashes(tx, shopId, now);
    await noteRun(tx, shopId, ended);
  });
  deps.log.info("retention.done", { shopId, rows: ended.rows });
  return ended;
}
