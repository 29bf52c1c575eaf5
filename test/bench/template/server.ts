// Serves the template's build the way remix-serve does, without its request log and compression.
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { setting } from "../support/setting.ts";
import { templateBuild } from "./build-template.ts";

function isServerBuild(module: unknown): module is ServerBuild {
  return typeof module === "object" && module !== null && "entry" in module && "routes" in module;
}

const build: unknown = await import(pathToFileURL(templateBuild).href);
if (!isServerBuild(build)) throw new Error(`${templateBuild} is no build of Remix.`);
const app = express();
app.disable("x-powered-by");
app.get("/health", (_, response) => {
  response.end();
});
const remix = createRequestHandler({ build, mode: "production" });
app.all("*", (request, response, next) => {
  void remix(request, response, next); // reports its failures through `next`
});
app.listen(Number(setting("PORT")), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
