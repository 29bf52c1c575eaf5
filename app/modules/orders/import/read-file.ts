import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import { inHalves } from "#app/shared/in-halves.ts";
import { groupLines, type LineGroup } from "./group-lines.ts";
import { type HistoryRun, noteRead } from "./history-imports.store.server.ts";
import { readJsonl } from "./read-jsonl.ts";
import { writeGroups } from "./write-groups.ts";

/** A dead worker's turn is taken over after this. */
export const LEASE_MS = 60 * SECOND_MS;
/** Then others have their turn: reminders are planned in the same few places of a worker. */
const TURN_MS = 5 * SECOND_MS;
const GROUPS_PER_WRITE = 200;
const LINES_PER_WRITE = 2000;
/** Where Shopify lays the files; a stand-in's come beside it. */
const FILE_ORIGINS = ["https://storage.googleapis.com"];
const SILENCE_MS = 20 * SECOND_MS;

/**
 * `whole`: nothing is left. `later`: the turn is over. `taken`: the row is somebody else's now. `gone`: the
 * address leads nowhere any more. `broken`: the connection gave out; what came is kept.
 */
export type Reading = "whole" | "later" | "taken" | "gone" | "broken";

/** The row is not ours any more: nothing may be written. */
class Taken extends Error {}

interface Turn {
  run: HistoryRun;
  currency: string;
  /** of the file: what is written */
  at: number;
}

async function settle(
  deps: Deps,
  turn: Turn,
  groups: LineGroup[],
  write: (tx: Tx) => Promise<number>,
): Promise<void> {
  const { run } = turn;
  const to = groups.at(-1)?.endByte ?? turn.at;
  const sum = (of: (group: LineGroup) => number) => groups.reduce((all, one) => all + of(one), 0);
  const now = deps.clock.now();
  await deps.db.inShop(run.shopId, async (tx) => {
    const told = await write(tx);
    const refused = sum((group) => group.refused) + groups.filter(hasObject).length - told;
    const part = { from: turn.at, to, read: sum((group) => group.read), refused };
    const leaseUntil = addMs(now, LEASE_MS);
    if (!(await noteRead(tx, run, { ...part, at: now, leaseUntil }))) throw new Taken();
  });
  turn.at = to;
}

const hasObject = (group: LineGroup) => group.objects.length > 0;

/** In one transaction with how far the file is read; a group that the database refuses stands alone. */
async function writeSome(deps: Deps, turn: Turn, groups: LineGroup[]): Promise<void> {
  const { run, currency } = turn;
  const place = { shopId: run.shopId, currency };
  await inHalves(groups, {
    together: async (some) => {
      const write = (tx: Tx) => writeGroups[run.kind](deps, tx, place, some.filter(hasObject));
      await settle(deps, turn, some, write);
      return [];
    },
    onFailure: (_some, error) => {
      if (error instanceof Taken) throw error;
    },
    alone: async (group) => {
      await settle(deps, turn, [group], () => Promise.resolve(0));
      return [];
    },
  });
}

/** Groups by as many as one transaction takes. */
async function* batches(groups: AsyncIterable<LineGroup>): AsyncGenerator<LineGroup[]> {
  let batch: LineGroup[] = [];
  let lines = 0;
  for await (const group of groups) {
    batch.push(group);
    lines += group.read;
    if (batch.length < GROUPS_PER_WRITE && lines < LINES_PER_WRITE) continue;
    yield batch;
    batch = [];
    lines = 0;
  }
  if (batch.length > 0) yield batch;
}

async function* skipBytes(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

async function work(deps: Deps, turn: Turn, chunks: AsyncIterable<Buffer>): Promise<Reading> {
  const endsAt = Date.now() + TURN_MS;
  for await (const batch of batches(groupLines(readJsonl(chunks, turn.at)))) {
    await writeSome(deps, turn, batch);
    if (Date.now() > endsAt) return "later";
  }
  return "whole";
}

/**
 * Reads on in the file for a while, a batch of objects in memory. Each batch is written together with how far
 * the file is read: after a crash the next turn goes on there, and no line is lost or counted twice.
 */
export async function readFile(deps: Deps, run: HistoryRun, url: string): Promise<Reading> {
  const answer = await deps.web.stream({
    url,
    origins: [...FILE_ORIGINS, ...deps.extraShopOrigins],
    fromByte: run.readBytes,
    silenceMs: SILENCE_MS,
  });
  if (answer.outcome === "refused") {
    // Shopify lays its files elsewhere now: somebody has to add the place to FILE_ORIGINS.
    const host = URL.canParse(url) ? new URL(url).host : "";
    deps.log.error("history.file_refused", { shopId: run.shopId, reason: answer.reason, host });
    return "gone";
  }
  if (answer.outcome === "failed") return "broken";
  if (answer.status === 416) return "whole"; // nothing behind what is read
  if (answer.status !== 200 && answer.status !== 206)
    return answer.status >= 500 ? "broken" : "gone";
  const { currency } = await deps.db.inShop(run.shopId, (tx) => readShop(tx, run.shopId));
  const chunks = answer.status === 200 ? skipBytes(answer.body, run.readBytes) : answer.body;
  const turn = { run, currency, at: run.readBytes };
  try {
    return await work(deps, turn, chunks);
  } catch (error) {
    if (error instanceof Taken) return "taken";
    deps.log.warn("history.reading_broke_off", {
      shopId: run.shopId,
      kind: run.kind,
      error: error instanceof Error ? error.name : "error",
    });
    return "broken";
  }
}
