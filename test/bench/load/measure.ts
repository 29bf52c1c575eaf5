import { Client } from "undici";
import { percentile } from "../support/statistics.ts";
import type { LoadFigures, LoadRun } from "./load.types.ts";
import type { NextRequest, PreparedRequest } from "./prepared-request.ts";

interface Tally {
  latencies: number[];
  /** when the last answer came, by performance.now() */
  lastAt: number;
}

async function send(client: Client, request: PreparedRequest): Promise<void> {
  const { path, method, headers, body } = request;
  const answer = await client.request({ path, method, headers, body });
  await answer.body.dump();
  const { location } = answer.headers;
  if (answer.statusCode !== request.status || location !== request.location) {
    throw new Error(`${method} ${path} answered ${answer.statusCode} ${String(location ?? "")}`);
  }
}

/** Keeps one connection busy until `until`: the next request as soon as the last is answered. */
async function keepBusy(
  client: Client,
  until: number,
  work: { next: NextRequest; tally: Tally },
): Promise<void> {
  for (let now = performance.now(); now < until;) {
    await send(client, work.next());
    const sentAt = now;
    now = performance.now();
    work.tally.latencies.push(now - sentAt);
    work.tally.lastAt = now;
  }
}

/** Sends for `seconds` over `connections` kept-alive connections and waits for the last answers. */
export async function measure(run: LoadRun, next: NextRequest): Promise<LoadFigures> {
  const clients = Array.from(
    { length: run.connections },
    () => new Client(`http://127.0.0.1:${run.port}`, { pipelining: 1 }),
  );
  const tally: Tally = { latencies: [], lastAt: 0 };
  const started = performance.now();
  const until = started + run.seconds * 1000;
  try {
    await Promise.all(clients.map((client) => keepBusy(client, until, { next, tally })));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  const sorted = Float64Array.from(tally.latencies).sort();
  return {
    perSecond: sorted.length / ((tally.lastAt - started) / 1000),
    answered: sorted.length,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? NaN,
  };
}
