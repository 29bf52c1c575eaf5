import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { describeError } from "#app/adapters/log/log.server.ts";
import type { Log } from "#app/ports/log.ts";
import { isAddress } from "./address.ts";
import { answer } from "./answer.ts";
import { loggedPath } from "./log-path.ts";
import type { Metrics } from "./metrics.ts";
import type { Pages } from "./remix-pages.ts";
import { finishHeaders } from "./response-headers.ts";
import type { Routes } from "./routes.ts";

export interface WebServer {
  server: Server;
  /** Stops accepting, answers what is under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

interface Parts {
  routes: Routes;
  pages: Pages;
  metrics: Metrics;
  log: Log;
  standinOrigin: string | null;
}

/** The largest form of a page is a part of a list, 256 KB. */
const MAX_PAGE_BYTES = 512 * 1024;

/** Remix reads a form whole, some before it knows who sends it: so nothing endless may reach it. */
function refusedSize({ headers }: IncomingMessage): { status: number; text: string } | null {
  if (headers["transfer-encoding"] !== undefined) return { status: 411, text: "Length required" };
  const isTooLarge = Number(headers["content-length"] ?? 0) > MAX_PAGE_BYTES;
  return isTooLarge ? { status: 413, text: "Larger than 512 KB" } : null;
}

function handlePage(parts: Parts, request: IncomingMessage, response: ServerResponse): void {
  const started = performance.now();
  const url = request.url ?? "/"; // express shortens it while it looks for a file
  const isAsset = url.startsWith("/assets/");
  response.once("close", () => {
    const ms = performance.now() - started;
    parts.metrics.request(isAsset ? "asset" : "page", response.statusCode, ms / 1000);
    parts.log[isAsset ? "debug" : "info"]("http.page", {
      method: request.method,
      path: loggedPath(url),
      status: response.statusCode,
      ms: Math.round(ms),
    });
  });
  const refused = refusedSize(request);
  if (refused) return answer(response, refused.status, { text: refused.text });
  finishHeaders(response, parts.standinOrigin);
  parts.pages(request, response);
}

async function handleQuick(
  parts: Parts,
  exchange: { request: IncomingMessage; response: ServerResponse },
  route: ReturnType<Routes>,
): Promise<void> {
  if (!route) return;
  const started = performance.now();
  let status = 500;
  try {
    status = await route.handle(exchange);
  } catch (error) {
    parts.log.error("http.failed", { route: route.name, ...describeError(error) });
    answer(exchange.response, 500, { text: "Something went wrong here. Try again." });
  }
  parts.metrics.request(route.name, status, (performance.now() - started) / 1000);
}

/**
 * Shopify gives a delivery 5 s, Meta about 10. Who sends slower than this only wants to hold connections
 * and memory; a merchant's upload comes in parts of 256 KB.
 */
const PATIENCE = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

/** The HTTP server: quick routes first, everything else is a page. */
export function createWebServer(parts: Parts): WebServer {
  const server = createServer(PATIENCE, (request, response) => {
    if (!isAddress(request.url ?? "", request.headers.host)) {
      parts.metrics.request("none", 400, 0);
      return answer(response, 400, { text: "Bad request", headers: { Connection: "close" } });
    }
    const route = parts.routes(request);
    if (route) void handleQuick(parts, { request, response }, route);
    else handlePage(parts, request, response);
  });
  server.keepAliveTimeout = 65_000; // longer than a load balancer's 60 s, or it meets closed sockets
  return {
    server,
    close: (graceMs) =>
      new Promise((done) => {
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(late);
          done();
        });
        server.closeIdleConnections();
      }),
  };
}
