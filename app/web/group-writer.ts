export interface GroupWriter<T> {
  /** Resolves once the group that carries the item is durable; rejects when it is not. */
  add(item: T): Promise<void>;
  /** Waits until nothing is being written. */
  idle(): Promise<void>;
}

interface Waiting<T> {
  item: T;
  size: number;
  done(): void;
  failed(error: unknown): void;
}

/**
 * Group commit: an item that arrives while nothing is being written is written at once, together with
 * what else came in with it; what arrives during a write goes together with the next one. One flush
 * to disk then pays for many.
 */
export function groupWriter<T>(options: {
  write(items: T[]): Promise<void>;
  sizeOf(item: T): number;
  maxItems: number;
  maxSize: number;
  /** how many writes may be under way: more than one only while full groups are waiting */
  lanes: number;
}): GroupWriter<T> {
  const waiting: Waiting<T>[] = [];
  const idlers: (() => void)[] = [];
  let running = 0;
  let starting = false;

  const nextGroup = (): Waiting<T>[] => {
    let size = 0;
    let count = 0;
    for (const one of waiting) {
      size += one.size;
      if (count > 0 && (count >= options.maxItems || size > options.maxSize)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };

  // Two writers into one table get in each other's way: a second one pays only for a full group.
  const mayStart = () => waiting.length >= (running === 0 ? 1 : options.maxItems);

  const writeGroup = async (group: Waiting<T>[]) => {
    try {
      await options.write(group.map((one) => one.item));
      for (const one of group) one.done();
    } catch (error) {
      for (const one of group) one.failed(error);
    } finally {
      running -= 1;
      start();
    }
  };

  const start = () => {
    while (running < options.lanes && mayStart()) {
      running += 1;
      void writeGroup(nextGroup());
    }
    if (running === 0) for (const idler of idlers.splice(0)) idler();
  };

  return {
    add: (item) =>
      new Promise((done, failed) => {
        waiting.push({ item, size: options.sizeOf(item), done, failed });
        if (starting) return;
        starting = true;
        setImmediate(() => {
          starting = false;
          start();
        });
      }),
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((done) => {
            idlers.push(done);
          }),
  };
}
