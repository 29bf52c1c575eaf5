import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { RequestHandler } from "express";

/** Answers with a stylesheet, read anew each time. */
export function sendStyle(file: URL): RequestHandler {
  return (_request, response) => {
    response.type("css").set("Cache-Control", "no-cache").send(readFileSync(file, "utf8"));
  };
}

/** Answers with a browser script, put together from its TypeScript sources at the first request. */
export function sendScript(entry: URL): RequestHandler {
  let script: Promise<string> | undefined;
  return (_request, response) => {
    script ??= bundled(entry);
    script.then(
      (text) => response.type("text/javascript").set("Cache-Control", "no-cache").send(text),
      (error: unknown) => response.status(500).type("text").send(String(error)),
    );
  };
}

async function bundled(entry: URL): Promise<string> {
  const entryPoints = [fileURLToPath(entry)];
  const built = await build({ entryPoints, bundle: true, write: false, format: "iife" });
  return built.outputFiles.map((file) => file.text).join("");
}
