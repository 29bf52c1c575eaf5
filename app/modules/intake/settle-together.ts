import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type EventRow, takeEvents } from "./intake.store.server.ts";
import type { IntakeEvent } from "./intake.types.ts";
import { describeFailure, openEvent } from "./open-event.ts";
import type { Subscriber, SubscriberMap } from "./subscriber.types.ts";

interface Task {
  shopId: string;
  eventIds: string[];
  subscribers: SubscriberMap;
}

/** Beyond that a transaction would hold its rows too long. */
const MAX_BYTES = 2 * 1024 * 1024;

type Within = Required<Pick<Subscriber, "runWithin">>;
const isWithin = <S extends Subscriber>(one: S): one is S & Within => one.runWithin !== undefined;

/** Which kinds of events can be settled in one transaction, and by whom. */
function kindsOf(subscribers: SubscriberMap): Map<string, Within[]> {
  const kinds = Object.entries(subscribers).flatMap(([kind, all]): [string, Within[]][] => {
    const within = all.filter(isWithin);
    return within.length > 0 && within.length === all.length ? [[kind, within]] : [];
  });
  return new Map(kinds);
}

function byKind(deps: Deps, shopId: string, rows: EventRow[]): Map<string, IntakeEvent[]> {
  const events = new Map<string, IntakeEvent[]>();
  for (const row of rows) {
    const kind = `${row.source}:${row.topic}`;
    const event = openEvent(deps, shopId, row);
    const same = events.get(kind);
    if (same) same.push(event);
    else events.set(kind, [event]);
  }
  return events;
}

/** One transaction; gives the ids that it settled. */
function settleSome(deps: Deps, task: Task, kinds: Map<string, Within[]>): Promise<string[]> {
  const { shopId, eventIds } = task;
  const take = { eventIds, kinds: [...kinds.keys()], maxBytes: MAX_BYTES, now: deps.clock.now() };
  return deps.db.inShop(shopId, async (tx: Tx) => {
    const rows = await takeEvents(tx, shopId, take);
    for (const [kind, events] of byKind(deps, shopId, rows)) {
      for (const one of kinds.get(kind) ?? []) await one.runWithin(deps, tx, events);
    }
    return rows.map((row) => row.id);
  });
}

async function settleAll(deps: Deps, task: Task, kinds: Map<string, Within[]>): Promise<string[]> {
  let left = task.eventIds;
  try {
    while (left.length > 0) {
      const settled = new Set(await settleSome(deps, { ...task, eventIds: left }, kinds));
      if (settled.size === 0) break;
      left = left.filter((id) => !settled.has(id));
    }
    return left;
  } catch (error) {
    await deps.db.ping(); // a database that is away is no event's fault
    if (left.length === 1) return left;
    const reason = describeFailure(error, "together");
    deps.log.warn("intake.halved", { shopId: task.shopId, count: left.length, reason });
  }
  const half = Math.ceil(left.length / 2);
  const first = await settleAll(deps, { ...task, eventIds: left.slice(0, half) }, kinds);
  return [...first, ...(await settleAll(deps, { ...task, eventIds: left.slice(half) }, kinds))];
}

/**
 * Settles the events whose subscribers all take part in a transaction, as many at once as there are.
 * Gives the ids of the others, and of those that failed even alone: these go their own way.
 */
export async function settleTogether(deps: Deps, task: Task): Promise<string[]> {
  const kinds = kindsOf(task.subscribers);
  return kinds.size === 0 ? task.eventIds : settleAll(deps, task, kinds);
}
