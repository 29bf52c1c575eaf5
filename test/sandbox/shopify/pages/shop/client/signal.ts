export type Signal<T> = {
  value: T;
  /** Calls back with each new value; returns how to stop. */
  subscribe(listener: (value: T) => void): () => boolean;
};

/** A value as Shopify hands it to extensions: read `.value`, hear of changes through `.subscribe`. */
export function signal<T>(initial: T): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get value() {
      return value;
    },
    set value(next) {
      if (JSON.stringify(next) === JSON.stringify(value)) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
