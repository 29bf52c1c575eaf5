import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { describeError } from "#app/adapters/log/log.server.ts";
import type { Log } from "#app/ports/log.ts";
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

/** The HTTP server: quick routes first, everything else is a page. */
export function createWebServer(parts: Parts): WebServer {
  const server = createServer((request, response) => {
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
