/** What a connection sends next. */
export interface PreparedRequest {
  bytes: Buffer;
  /** Says what is wrong with an answer; null when it is the right one. */
  complaint(head: string): string | null;
}

/** Gives the next request; each is used by one connection at a time. */
export type NextRequest = () => PreparedRequest;

/** Turns through the list for ever; `prepare` may change a request before it goes out. */
export function inTurn<T extends PreparedRequest>(
  requests: readonly T[],
  prepare?: (request: T, turn: number) => void,
): NextRequest {
  let turn = 0;
  return () => {
    const request = requests[turn % requests.length];
    if (!request) throw new Error("There are no requests to send.");
    prepare?.(request, turn);
    turn += 1;
    return request;
  };
}

/** "HTTP/1.1 200 OK" -> 200 */
export function statusOf(head: string): number {
  return Number(head.slice(9, 12));
}
