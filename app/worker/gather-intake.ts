import { setTimeout as pause } from "node:timers/promises";

/** What a job of intake asks for. */
export interface IntakeTask {
  shopId: string;
  eventIds: string[];
}

interface Waiting {
  eventIds: string[];
  done(): void;
  failed(error: unknown): void;
}

/** Lets at most so many run; the others wait in the order they came. */
function turnstile(places: number) {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    async enter(): Promise<void> {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => waiting.push(go));
    },
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

/**
 * Settles the jobs of one shop in groups, one after the other. What comes in when nothing runs is settled
 * at once; in a burst, what came within `everyMs` goes together. The statuses of a message come a few
 * hundred milliseconds apart: together they rewrite its row once instead of three times, and groups of one
 * shop do not wait for each other's rows.
 * @param groups how many groups run at a time, over all shops
 */
export function gatherIntake(
  settle: (task: IntakeTask) => Promise<void>,
  { everyMs, groups }: { everyMs: number; groups: number },
): (task: IntakeTask) => Promise<void> {
  const shops = new Map<string, Waiting[]>();
  const door = turnstile(groups);

  const settleGroup = async (shopId: string, group: Waiting[]) => {
    await door.enter();
    try {
      await settle({ shopId, eventIds: [...new Set(group.flatMap((one) => one.eventIds))] });
      for (const one of group) one.done();
    } catch (error) {
      for (const one of group) one.failed(error);
    } finally {
      door.leave();
    }
  };

  const run = async (shopId: string, waiting: Waiting[]) => {
    while (waiting.length > 0) {
      const next = pause(everyMs, undefined, { ref: false });
      await settleGroup(shopId, waiting.splice(0));
      await next;
    }
    shops.delete(shopId);
  };

  return ({ shopId, eventIds }) =>
    new Promise((done, failed) => {
      const one = { eventIds, done, failed };
      const running = shops.get(shopId);
      if (running) return void running.push(one);
      const waiting = [one];
      shops.set(shopId, waiting);
      void run(shopId, waiting);
    });
}
