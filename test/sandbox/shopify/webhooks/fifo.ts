export type Fifo<T> = { add(item: T): void; take(): T | undefined; clear(): void };

/** First in, first out; taking is O(1) even with tens of thousands waiting, which Array.shift is not. */
export function createFifo<T>(): Fifo<T> {
  let items: T[] = [];
  let head = 0;
  return {
    add: (item) => void items.push(item),
    take: () => {
      const item = items[head];
      if (item === undefined) return undefined;
      head++;
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    clear: () => {
      items = [];
      head = 0;
    },
  };
}
