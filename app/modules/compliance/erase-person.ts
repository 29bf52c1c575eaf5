import type { Deps } from "#app/ports/deps.ts";
import { MINUTE_MS } from "#app/shared/duration.ts";
import { repeatErasuresJob } from "./compliance.jobs.ts";
import { eraseWithin } from "./erase-contact.ts";
import {
  dropTheirBodies,
  giveUpParked,
  hashesOfContacts,
  parkedBodies,
} from "./erasure.store.server.ts";
import { findPerson, type PersonQuestion } from "./find-person.ts";
import { plainValuesOf } from "./plain-values.ts";
import type { ErasureReason, RowCounts } from "./person.types.ts";

export interface ErasureOutcome {
  people: number;
  rows: RowCounts;
}

/** Deliveries that could not be processed wait with their bodies; those that hold the person's data are given up. */
async function giveUpTheirs(
  deps: Deps,
  shopId: string,
  theirs: { hashes: string[]; values: string[] },
): Promise<number> {
  const own = new Set(theirs.hashes);
  let given = 0;
  for (let after: string | null = null; ;) {
    const parked = await deps.db.inShop(shopId, (tx) => parkedBodies(tx, shopId, after));
    const last = parked.at(-1);
    if (!last) return given;
    after = last.id;
    const ids = parked.flatMap(({ id, holds, body }) => {
      const text = deps.vault.open(body, `${shopId}:intake_event`);
      const names = holds.some((hash) => own.has(hash));
      return names || theirs.values.some((value) => text.includes(value)) ? [id] : [];
    });
    if (ids.length === 0) continue;
    given += ids.length;
    const at = deps.clock.now();
    await deps.db.inShop(shopId, (tx) => giveUpParked(tx, shopId, { ids, at }));
  }
}

/**
 * Erases everybody whom the question names, contact or not: a visitor who never agreed to anything stands
 * in checkouts. What was stored of deliveries follows at once, what arrives late within a minute.
 */
export async function erasePerson(
  deps: Deps,
  question: PersonQuestion,
  why: { reason: ErasureReason },
): Promise<ErasureOutcome> {
  const { shopId } = question;
  const done = await deps.db.inShop(shopId, async (tx) => {
    const wanted = await findPerson(deps, tx, question);
    const own = await hashesOfContacts(tx, shopId, wanted.contactIds);
    const values = await plainValuesOf(deps, tx, wanted);
    const rows = await eraseWithin(deps, tx, wanted, why);
    return { wanted, hashes: [...new Set([...wanted.hashes, ...own])], values, rows };
  });
  const { hashes, wanted } = done;
  const values = [...done.values, ...question.identifiers.map(({ value }) => value)];
  const bodies = await deps.db.inShop(shopId, (tx) => dropTheirBodies(tx, shopId, hashes));
  const parked = await giveUpTheirs(deps, shopId, { hashes, values });
  await deps.jobs.enqueue(
    repeatErasuresJob,
    { shopId },
    { jobId: `repeat-erasures-of-${shopId}`, delayMs: MINUTE_MS },
  );
  const rows = { ...done.rows, ...(bodies + parked > 0 ? { intake_event: bodies + parked } : {}) };
  deps.log.info("erasure.done", { shopId, reason: why.reason, people: wanted.contactIds.length });
  return { people: wanted.contactIds.length, rows };
}
