import type { IncomingMessage, ServerResponse } from "node:http";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { AppLoadContext, ServerBuild } from "@remix-run/node";
import express, { type ErrorRequestHandler } from "express";
import { describeError } from "#app/adapters/log/log.server.ts";
import type { Log } from "#app/ports/log.ts";

/** Answers everything that the quick routes do not. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

const BUILD = join(dirname(fileURLToPath(import.meta.url)), "../../build");

/**
 * Express's own would show whoever asks a stack trace with our paths, unless NODE_ENV says production, and write
 * the whole error into the log, with whatever it quotes.
 */
function plainFailure(log: Log): ErrorRequestHandler {
  // Express tells this kind of handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    const told: unknown = error instanceof Error ? Reflect.get(error, "status") : undefined;
    const isTheirs = typeof told === "number" && told >= 400 && told < 500;
    if (!isTheirs) log.error("page.failed", describeError(error));
    if (response.headersSent) return void response.destroy(); // half an answer must not pass for a whole one
    response.status(isTheirs ? told : 500).type("text/plain");
    response.send(isTheirs ? "Not found" : "Something went wrong here. Try again.");
  };
}

/** The built admin: its assets for a year (their names carry a hash), its documents through Remix. */
export async function openPages(options: {
  context: AppLoadContext;
  isTrustedProxy(address: string): boolean;
}): Promise<Pages> {
  const entry = join(BUILD, "server/index.js");
  if (!existsSync(entry)) throw new Error("There is no build: run `npm run build` first");
  const build: unknown = await import(pathToFileURL(entry).href);
  if (!isServerBuild(build)) throw new Error("The build is broken: run `npm run build` again");
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.isTrustedProxy);
  const assets = join(BUILD, "client");
  app.use(
    "/assets",
    express.static(join(assets, "assets"), { immutable: true, maxAge: "1y", fallthrough: false }),
  );
  app.use(express.static(assets, { maxAge: "1h", index: false }));
  const getLoadContext = () => options.context;
  const remix = createRequestHandler({ build, mode: "production", getLoadContext });
  app.all("*", (request, response, next) => {
    void remix(request, response, next); // reports its failures through `next`
  });
  app.use(plainFailure(options.context.deps.log));
  return app;
}

/** What `remix vite:build` wrote; its shape beyond these is Remix's own affair. */
function isServerBuild(module: unknown): module is ServerBuild {
  return typeof module === "object" && module !== null && "entry" in module && "routes" in module;
}
