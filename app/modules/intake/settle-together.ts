import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { inHalves } from "#app/shared/in-halves.ts";
import { type EventRow, takeEvents } from "./intake.store.server.ts";
import type { IntakeEvent } from "./intake.types.ts";
import { describeFailure, openEvent } from "./open-event.ts";
import type { Subscriber, SubscriberMap } from "./subscriber.ts";

interface Task {
  shopId: string;
  eventIds: string[];
  subscribers: SubscriberMap;
}

/** With more a transaction would hold its rows too long; with fewer its statements would cost more than its rows. */
const MAX_EVENTS = 500;

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
  const wanted = { eventIds, kinds: [...kinds.keys()], now: deps.clock.now() };
  return deps.db.inShop(shopId, async (tx: Tx) => {
    const rows = await takeEvents(tx, shopId, wanted);
    for (const [kind, events] of byKind(deps, shopId, rows)) {
      for (const one of kinds.get(kind) ?? []) await one.runWithin(deps, tx, events);
    }
    return rows.map((row) => row.id);
  });
}

/** Gives the ids that it did not settle. */
async function settleGroup(
  deps: Deps,
  task: Task,
  kinds: Map<string, Within[]>,
): Promise<string[]> {
  const { shopId } = task;
  return inHalves(task.eventIds, {
    together: async (eventIds) => {
      const settled = new Set(await settleSome(deps, { ...task, eventIds }, kinds));
      return eventIds.filter((id) => !settled.has(id));
    },
    onFailure: async ({ length: count }, error) => {
      await deps.db.ping(); // a database that is away is no event's fault
      if (count === 1) return;
      const reason = describeFailure(error, "together");
      deps.log.warn("intake.halved", { shopId, count, reason });
    },
    alone: (eventId) => eventId,
  });
}

/**
 * Settles the events whose subscribers all take part in a transaction, as many at once as there are.
 * Gives the ids of the others, and of those that failed even alone: these go their own way.
 */
export async function settleTogether(deps: Deps, task: Task): Promise<string[]> {
  const kinds = kindsOf(task.subscribers);
  if (kinds.size === 0) return task.eventIds;
  const others: string[] = [];
  for (let from = 0; from < task.eventIds.length; from += MAX_EVENTS) {
    const eventIds = task.eventIds.slice(from, from + MAX_EVENTS);
    others.push(...(await settleGroup(deps, { ...task, eventIds }, kinds)));
  }
  return others;
}
