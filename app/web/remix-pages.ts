import type { IncomingMessage, ServerResponse } from "node:http";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { AppLoadContext, ServerBuild } from "@remix-run/node";
import express from "express";

/** Answers everything that the quick routes do not. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

const BUILD = join(dirname(fileURLToPath(import.meta.url)), "../../build");

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
  return app;
}

/** What `remix vite:build` wrote; its shape beyond these is Remix's own affair. */
function isServerBuild(module: unknown): module is ServerBuild {
  return typeof module === "object" && module !== null && "entry" in module && "routes" in module;
}
