import type { Deps } from "#app/ports/deps.ts";
import type { RankAnswer, RankQuery } from "#app/ports/recommender.ts";
import { addMs, HOUR_MS, SECOND_MS } from "#app/shared/duration.ts";
import { moveTo } from "../learn-order.rules.ts";
import { readOrders } from "../load/load-history.ts";
import { fittedAtOf } from "../recommendation-model.store.server.ts";
import { learnOrders } from "./learn-orders.ts";
import { ModelShelf } from "./model-shelf.ts";
import { loadModel, type ServedModel } from "./served-model.ts";

type ServerDeps = Pick<Deps, "db" | "log">;

/** All warm models together. */
const BUDGET_BYTES = 512 * 1024 * 1024;
/** Orders that another process recorded are looked for so often, in real time. */
const LOOK_EVERY_MS = 10 * SECOND_MS;
/** A transaction may have written before the last look and committed after it: rarely long after. */
const LATE_MS = { told: 2 * SECOND_MS, looking: 60 * SECOND_MS };
/** Sales count by days: moving their windows on more often costs more than it says. */
const MOVE_EVERY_MS = HOUR_MS;

/** One after the other, whatever became of the one before. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work, work);
    this.#last.set(key, turn);
    const forget = () => {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  }
}

interface Shelved {
  model: ServedModel;
  /** real time */
  lookedAt: number;
  readonly bytes: number;
}

/** Learns what other processes recorded meanwhile. */
async function catchUp(
  deps: ServerDeps,
  { shopId, model, lateMs }: { shopId: string; model: ServedModel; lateMs: number },
  now: Date,
): Promise<void> {
  const { cursor, live } = model;
  const after = cursor && { ...cursor, writtenAt: addMs(cursor.writtenAt, -lateMs) };
  model.cursor = await readOrders(deps, { shopId, after }, async (orders) => {
    await learnOrders(deps, { shopId, live }, { orders, now });
  });
}

function answer(model: ServedModel, query: RankQuery): RankAnswer {
  const { live, readAt, orders, orderChance } = model;
  const at = query.now.getTime();
  if (at - live.signals.at >= MOVE_EVERY_MS) moveTo(live, at);
  return {
    key: query.key,
    products: model.rank(query),
    model: { fittedAt: readAt, learnedFrom: live.weights.learnedFrom, orders, orderChance },
  };
}

/** Serves the models of all shops from memory; what is cold is read from the orders first. */
export function serveModels(deps: ServerDeps, options: { budgetBytes?: number } = {}) {
  const shelf = new ModelShelf<Shelved>(options.budgetBytes ?? BUDGET_BYTES);
  const turns = new Turns();
  const learning = new Set<string>();

  const put = (shopId: string, shelved: Shelved) => {
    const gone = shelf.put(shopId, shelved);
    if (gone.length > 0) deps.log.info("recommender.made_room", { shopId, gone: gone.length });
  };

  async function load(shopId: string, now: Date): Promise<ServedModel | null> {
    const startedAt = performance.now();
    const model = await loadModel(deps, shopId, now);
    if (model === null) return null;
    put(shopId, { model, lookedAt: startedAt, bytes: model.bytes });
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    deps.log.info("recommender.loaded", { shopId, orders: model.orders, seconds });
    return model;
  }

  async function warm(shopId: string, now: Date): Promise<ServedModel | null> {
    const found = shelf.take(shopId);
    if (!found) return load(shopId, now);
    if (performance.now() - found.lookedAt < LOOK_EVERY_MS) return found.model;
    const fittedAt = await deps.db.inShop(shopId, (tx) => fittedAtOf(tx, shopId));
    if (fittedAt?.getTime() !== found.model.fittedAt?.getTime()) {
      shelf.drop(shopId);
      return load(shopId, now);
    }
    await catchUp(deps, { shopId, model: found.model, lateMs: LATE_MS.looking }, now);
    put(shopId, { ...found, lookedAt: performance.now(), bytes: found.model.bytes });
    return found.model;
  }

  return {
    rank: (shopId: string, queries: readonly RankQuery[]): Promise<RankAnswer[]> =>
      turns.run(shopId, async () => {
        const [first] = queries;
        if (!first) return [];
        const model = await warm(shopId, first.now);
        return queries.map((query) =>
          model === null ? { key: query.key, products: [], model: null } : answer(model, query),
        );
      }),
    /** A cold model has nothing to learn: it will read these orders with all others. */
    learn: (shopId: string, now: Date): Promise<void> => {
      // Who waits for their turn will see these orders, too.
      if (learning.has(shopId) || !shelf.has(shopId)) return Promise.resolve();
      learning.add(shopId);
      return turns.run(shopId, async () => {
        learning.delete(shopId);
        const found = shelf.take(shopId);
        if (!found) return;
        await catchUp(deps, { shopId, model: found.model, lateMs: LATE_MS.told }, now);
        put(shopId, { ...found, bytes: found.model.bytes });
      });
    },
    /** The next question reads the model anew. */
    forget: (shopId: string): void => shelf.drop(shopId),
  };
}
