import { connect, type Socket } from "node:net";
import { percentile } from "../support/statistics.ts";
import type { LoadFigures, LoadRun } from "./load.types.ts";
import type { NextRequest, PreparedRequest } from "./prepared-request.ts";
import { responseReader } from "./response-reader.ts";

interface Tally {
  latencies: number[];
  /** when the last answer came, by performance.now() */
  lastAt: number;
}

/** Keeps one connection busy until `until`; rejects on a wrong answer and on a broken connection. */
function keepBusy(
  socket: Socket,
  until: number,
  work: { next: NextRequest; tally: Tally },
): Promise<void> {
  const { next, tally } = work;
  return new Promise((done, failed) => {
    let current: PreparedRequest;
    let sentAt = 0;
    const send = () => {
      current = next();
      sentAt = performance.now();
      socket.write(current.bytes);
    };
    const read = responseReader((head) => {
      const now = performance.now();
      tally.latencies.push(now - sentAt);
      tally.lastAt = now;
      const complaint = current.complaint(head);
      if (complaint !== null) failed(new Error(`${complaint}:\n${head}`));
      else if (now < until) send();
      else done();
    });
    socket.on("data", read);
    socket.on("error", failed);
    socket.on("close", () => failed(new Error("The server closed a connection")));
    send();
  });
}

function open(port: number): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      done(socket);
    });
  });
}

/** Sends for `seconds` over `connections` kept-alive connections and waits for the last answers. */
export async function measure(run: LoadRun, next: NextRequest): Promise<LoadFigures> {
  const sockets = await Promise.all(Array.from({ length: run.connections }, () => open(run.port)));
  const tally: Tally = { latencies: [], lastAt: 0 };
  const started = performance.now();
  const until = started + run.seconds * 1000;
  try {
    await Promise.all(sockets.map((socket) => keepBusy(socket, until, { next, tally })));
  } finally {
    for (const socket of sockets) socket.destroy();
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
