/** One request of the app to the stand-in, as GET /_control/log shows it. */
type LoggedRequest = {
  seq: number;
  at: string;
  kind: "oauth" | "graphql" | "storefront" | "app_proxy";
  shop: string;
  status: number;
  detail: object;
};

export type RequestLog = {
  add(entry: Omit<LoggedRequest, "seq" | "at">): void;
  since(seq: number): LoggedRequest[];
  clear(): void;
};

const KEPT = 20_000;

/** Keeps the newest requests; access tokens never get in. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let seq = 0;
  return {
    add: (entry) => {
      const detail = withoutTokens(entry.detail);
      entries.push({ ...entry, detail, seq: ++seq, at: new Date().toISOString() });
      if (entries.length > KEPT * 2) entries = entries.slice(-KEPT);
    },
    since: (after) => entries.filter((entry) => entry.seq > after),
    clear: () => void (entries = []),
  };
}

function withoutTokens(detail: object): object {
  const kept = Object.entries(detail).filter(([key]) => !key.endsWith("_token"));
  return Object.fromEntries(kept);
}
