/** A request and what has to come back. */
export interface PreparedRequest {
  method: "GET" | "POST";
  path: string;
  /** name, value, name, value, … */
  headers: string[];
  body: Buffer | null;
  status: number;
  /** where a redirect has to lead */
  location?: string;
}

/** Gives the next request of an endless supply. */
export type NextRequest = () => PreparedRequest;

/** Turns through the list for ever. */
export function inTurn<T>(items: readonly T[]): () => T {
  let turn = 0;
  return () => {
    const item = items[turn % items.length];
    if (item === undefined) throw new Error("There is nothing to send.");
    turn += 1;
    return item;
  };
}
