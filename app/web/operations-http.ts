import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { describeError } from "#app/adapters/log/log.server.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import type { Metrics } from "./metrics.ts";
import { readBody } from "./read-body.ts";
import { isSameSecret } from "./signature.ts";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

const LOOPBACK = new Set(["127.0.0.1", "::1"]);
const READY_WITHIN_MS = 2_000;

/** GET /health/ready: whether a request that needs the database would succeed now. */
export async function handleReady(deps: Deps, { response }: Exchange, closing: boolean) {
  const late = new Promise<never>((_, failed) => {
    setTimeout(() => failed(new Error("no answer in time")), READY_WITHIN_MS).unref();
  });
  try {
    if (closing) throw new Error("closing");
    await Promise.race([deps.db.ping(), late]);
    answer(response, 200, { json: { ready: true } });
    return 200;
  } catch (error) {
    deps.log.warn("health.not_ready", describeError(error));
    answer(response, 503, { json: { ready: false } });
    return 503;
  }
}

/** A proxy on this machine speaks from loopback too, for anybody: trusted or not, it says for whom. */
function isForwarded({ headers }: IncomingMessage): boolean {
  return headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
}

/** GET /metrics: with the token when one is set, else from this machine only. */
export async function handleMetrics(
  metrics: Metrics,
  { request, response }: Exchange,
  access: { token: string | undefined; ip: string },
): Promise<number> {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const isLocal = LOOPBACK.has(access.ip) && !isForwarded(request);
  const allowed = access.token ? isSameSecret(given, access.token) : isLocal;
  if (!allowed) {
    answer(response, access.token ? 401 : 403, { text: "Not allowed" });
    return response.statusCode;
  }
  const { type, content } = await metrics.text();
  answer(response, 200, { text: content, headers: { "Content-Type": type } });
  return 200;
}

const clockSchema = z.object({
  offsetMs: z
    .number()
    .int()
    .min(0)
    .max(400 * 86_400_000),
});

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null; // the schema refuses it
  }
}

/** GET and POST /standin/clock: business time, movable only beside the stand-in. */
export async function handleClock(deps: Deps, { request, response }: Exchange): Promise<number> {
  if (request.method === "POST") {
    const read = await readBody(request, { maxBytes: 1024 });
    const wanted = clockSchema.safeParse(read.outcome === "read" ? parsed(read.body) : null);
    if (!wanted.success) {
      answer(response, 400, { text: 'Send {"offsetMs": milliseconds}' });
      return 400;
    }
    await deps.clock.setOffset(wanted.data.offsetMs);
  } else {
    await deps.clock.refresh();
  }
  answer(response, 200, {
    json: { offsetMs: deps.clock.offsetMs(), now: deps.clock.now().toISOString() },
  });
  return 200;
}
