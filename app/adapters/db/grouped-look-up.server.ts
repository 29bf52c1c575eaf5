const MAX_KEYS = 200;
/** How many questions may be under way at once: one travels while the other is answered. */
const LANES = 2;

interface Asking<V> {
  key: string;
  done(value: V | null): void;
  failed(error: unknown): void;
}

/**
 * Looks up by key, many keys in one question: what is asked for while questions are under way goes
 * together into the next. A lone key is asked for at once.
 * @param ask gives what it found, by key
 */
export function groupedLookUp<V>(
  ask: (keys: string[]) => Promise<Map<string, V>>,
): (key: string) => Promise<V | null> {
  const waiting: Asking<V>[] = [];
  let running = 0;
  let starting = false;

  const askGroup = async (group: Asking<V>[]) => {
    try {
      const found = await ask([...new Set(group.map((one) => one.key))]);
      for (const one of group) one.done(found.get(one.key) ?? null);
    } catch (error) {
      for (const one of group) one.failed(error);
    } finally {
      running -= 1;
      start();
    }
  };

  const start = () => {
    while (running < LANES && waiting.length > 0) {
      running += 1;
      void askGroup(waiting.splice(0, MAX_KEYS));
    }
  };

  return (key) =>
    new Promise((done, failed) => {
      waiting.push({ key, done, failed });
      if (starting) return;
      starting = true;
      // Not now: requests that came in together are to be asked for together.
      setImmediate(() => {
        starting = false;
        start();
      });
    });
}
