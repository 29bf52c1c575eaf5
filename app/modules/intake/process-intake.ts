import type { Deps } from "#app/ports/deps.ts";
import { addMs } from "#app/shared/duration.ts";
import { inHalves } from "#app/shared/in-halves.ts";
import { afterFailure, LEASE_MS } from "./intake-retry.rules.ts";
import {
  type EventOutcome,
  type EventRow,
  leaseEvents,
  settleEvents,
} from "./intake.store.server.ts";
import { describeFailure, isPermanent, openEvent } from "./open-event.ts";
import { settleTogether } from "./settle-together.ts";
import type { Subscriber, SubscriberMap } from "./subscriber.ts";

/** So few that a crash repeats little and a lease is never outlived. */
const CHUNK = 50;

async function runEvent(
  deps: Deps,
  task: { shopId: string; row: EventRow; subscribers: readonly Subscriber[] },
): Promise<EventOutcome> {
  const { shopId, row, subscribers } = task;
  const now = deps.clock.now();
  const settled = { eventId: row.id, failures: row.attempts, nextTryAt: now, error: null };
  if (subscribers.length === 0) return { ...settled, status: "ignored", holdsEnd: true };
  let running = "intake";
  try {
    const event = openEvent(deps, shopId, row);
    for (const subscriber of subscribers) {
      running = subscriber.name;
      await subscriber.run(deps, event);
    }
    return { ...settled, status: "processed", holdsEnd: true };
  } catch (error) {
    const failures = row.attempts + 1;
    const next = afterFailure({ failures, permanent: isPermanent(error), now });
    const reason = describeFailure(error, running);
    const level = next.status === "parked" ? "error" : "warn";
    deps.log[level](`intake.${next.status === "parked" ? "parked" : "retry"}`, {
      shopId,
      eventId: row.id,
      topic: row.topic,
      failures,
      reason,
    });
    const nextTryAt = next.status === "received" ? next.nextTryAt : now;
    const { status } = next;
    return { ...settled, status, failures, nextTryAt, error: reason, holdsEnd: false };
  }
}

interface Group {
  shopId: string;
  rows: EventRow[];
  subscribers: readonly Subscriber[];
}

const canRunAll = (subscribers: readonly Subscriber[]): boolean =>
  subscribers.length > 0 && subscribers.every(({ runAll }) => runAll !== undefined);

/** Neighbours that wake the same subscribers; what came between two events stays between them. */
function groupsOf(shopId: string, rows: EventRow[], map: SubscriberMap): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const subscribers = map[`${row.source}:${row.topic}`] ?? [];
    const last = groups.at(-1);
    if (last?.subscribers === subscribers && canRunAll(subscribers)) last.rows.push(row);
    else groups.push({ shopId, rows: [row], subscribers });
  }
  return groups;
}

async function runTogether(deps: Deps, group: Group): Promise<EventOutcome[]> {
  const { shopId, rows, subscribers } = group;
  const now = deps.clock.now();
  const events = rows.map((row) => openEvent(deps, shopId, row));
  for (const subscriber of subscribers) await subscriber.runAll?.(deps, events);
  return rows.map(({ id, attempts }) => {
    const settled = { eventId: id, failures: attempts, nextTryAt: now, error: null };
    return { ...settled, status: "processed", holdsEnd: true };
  });
}

/** All at once; a group that fails is halved until the event that is bad stands alone. */
async function runGroup(deps: Deps, { shopId, rows, subscribers }: Group): Promise<EventOutcome[]> {
  const alone = (row: EventRow) => runEvent(deps, { shopId, row, subscribers });
  return inHalves(rows, {
    together: async (part) => {
      const [row, ...others] = part;
      if (row && others.length === 0) return [await alone(row)];
      return runTogether(deps, { shopId, rows: part, subscribers });
    },
    onFailure: (part, error) => {
      const reason = describeFailure(error, "all");
      deps.log.warn("intake.halved", { shopId, count: part.length, reason });
    },
    alone,
  });
}

async function processChunk(
  deps: Deps,
  task: { shopId: string; eventIds: string[]; subscribers: SubscriberMap },
): Promise<void> {
  const { shopId, eventIds } = task;
  const now = deps.clock.now();
  const leaseUntil = addMs(now, LEASE_MS);
  const rows = await deps.db.inShop(shopId, (tx) =>
    leaseEvents(tx, shopId, { eventIds, now, leaseUntil }),
  );
  if (rows.length === 0) return;
  const outcomes: EventOutcome[] = [];
  for (const group of groupsOf(shopId, rows, task.subscribers)) {
    outcomes.push(...(await runGroup(deps, group)));
  }
  const settledAt = deps.clock.now();
  await deps.db.inShop(shopId, (tx) => settleEvents(tx, shopId, { outcomes, now: settledAt }));
}

/**
 * Runs every subscriber of every event that still waits, then marks the events and lets go of the
 * persons they held in one transaction. A failure is remembered in the row and tried again later;
 * the others go on.
 */
export async function processIntake(
  deps: Deps,
  task: { shopId: string; eventIds: string[]; subscribers: SubscriberMap },
): Promise<void> {
  const others = await settleTogether(deps, task);
  for (let from = 0; from < others.length; from += CHUNK) {
    await processChunk(deps, { ...task, eventIds: others.slice(from, from + CHUNK) });
  }
}
