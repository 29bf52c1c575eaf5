import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, request as send } from "undici";
import type {
  WebAnswer,
  WebFetch,
  WebRequest,
  WebStream,
  WebStreamRequest,
} from "#app/ports/web-fetch.ts";
import { isPublicAddress } from "./public-address.ts";

const USER_AGENT = "Mozilla/5.0 (compatible; Beckon/1.0)";

class PrivateAddress extends Error {}
class TooLarge extends Error {}

/** Resolves a name to public addresses only, at the moment of connecting: no answer in between can differ. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "", 0);
    const [first] = found;
    if (!first || !found.every(({ address }) => isPublicAddress(address))) {
      return done(new PrivateAddress(hostname), "", 0);
    }
    if (options.all === true) return done(null, found);
    return done(null, first.address, first.family);
  });
};

function mayGoTo(url: URL, origins: readonly string[]): boolean {
  if (url.username !== "" || url.password !== "") return false;
  return origins.some((origin) => {
    const below = /^https:\/\/(\..+)$/.exec(origin)?.[1];
    if (below === undefined) return url.origin === origin;
    return url.protocol === "https:" && url.port === "" && url.hostname.endsWith(below);
  });
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one instanceof Error && causes.length < 5; one = one.cause)
    causes.push(one);
  return causes;
}

function failure(error: unknown): Exclude<WebAnswer, { outcome: "answered" }> {
  const causes = causesOf(error);
  if (causes.some((one) => one instanceof PrivateAddress)) {
    return { outcome: "refused", reason: "private_address" };
  }
  if (causes.some((one) => one instanceof TooLarge))
    return { outcome: "failed", reason: "too_large" };
  const names = causes.map((one) => (one instanceof Error ? one.name : ""));
  const late = names.some((name) => /Timeout|Abort/.test(name));
  return { outcome: "failed", reason: late ? "timeout" : "unreachable" };
}

async function readAtMost(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function text(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

async function get(agent: Agent, url: URL, request: WebRequest): Promise<WebAnswer> {
  const { shop, accept = "*/*", timeoutMs, maxBytes } = request;
  const headers = {
    "user-agent": USER_AGENT,
    accept,
    "accept-encoding": "identity",
    ...(shop === undefined ? {} : { "x-forwarded-host": shop }),
  };
  // One clock over name, connection, headers and body.
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await send(url, { dispatcher: agent, headers, signal });
  const body = await readAtMost(answer.body, maxBytes);
  const location = text(answer.headers["location"]);
  return {
    outcome: "answered",
    status: answer.statusCode,
    contentType: text(answer.headers["content-type"]) ?? "",
    location: location !== null && URL.canParse(location, url) ? new URL(location, url).href : null,
    etag: text(answer.headers["etag"]),
    body,
  };
}

async function stream(agent: Agent, url: URL, request: WebStreamRequest): Promise<WebStream> {
  const { fromByte, silenceMs } = request;
  const headers = {
    "user-agent": USER_AGENT,
    "accept-encoding": "identity",
    ...(fromByte > 0 ? { range: `bytes=${fromByte}-` } : {}),
  };
  const limits = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
  const answer = await send(url, { dispatcher: agent, headers, ...limits });
  const status = answer.statusCode;
  // What is no file is not read; taken off the connection all the same.
  if (status !== 200 && status !== 206) await answer.body.dump();
  return { outcome: "answered", status, body: answer.body };
}

/**
 * Fetches what merchants and Shopify name, and nothing of our own network: allowed origins only, public
 * addresses only, no redirect followed, one clock, a cap on the size.
 * @param options.localOrigins exact origins beside a stand-in, which may be private; they are told the shop
 */
export function openWebFetch(options: { localOrigins: readonly string[] }): WebFetch {
  const outside = new Agent({ connect: { lookup: publicLookup }, pipelining: 1 });
  const local = new Agent({ pipelining: 1 });
  const wayTo = (request: Pick<WebRequest, "url" | "origins">) => {
    const url = URL.canParse(request.url) ? new URL(request.url) : null;
    if (!url || !mayGoTo(url, request.origins)) {
      return { outcome: "refused" as const, reason: "origin" as const };
    }
    const isLocal = options.localOrigins.includes(url.origin);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!isLocal && isIP(host) !== 0 && !isPublicAddress(host)) {
      return { outcome: "refused" as const, reason: "private_address" as const };
    }
    return { outcome: "open" as const, url, isLocal, agent: isLocal ? local : outside };
  };
  return {
    get: async (request) => {
      const way = wayTo(request);
      if (way.outcome === "refused") return way;
      const { shop: _, ...unnamed } = request;
      try {
        return await get(way.agent, way.url, way.isLocal ? request : unnamed);
      } catch (error) {
        return failure(error);
      }
    },
    stream: async (request) => {
      const way = wayTo(request);
      if (way.outcome === "refused") return way;
      try {
        return await stream(way.agent, way.url, request);
      } catch (error) {
        return failure(error);
      }
    },
    close: async () => {
      await Promise.all([outside.close(), local.close()]);
    },
  };
}
