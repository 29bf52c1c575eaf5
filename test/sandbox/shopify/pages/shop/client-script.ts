import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Response } from "express";

/** The browser's scripts, by the name under which pages ask for them. */
export const CLIENT_SCRIPTS = {
  checkout: new URL("./client/checkout.ts", import.meta.url),
  "thank-you": new URL("./client/thank-you.ts", import.meta.url),
  "extension-host": new URL("./client/extension-host.ts", import.meta.url),
};

const scripts = new Map<string, Promise<string>>();

/** Answers with a script, put together at the first request. */
export function sendClientScript(response: Response, source: URL): void {
  const script = scripts.get(source.href) ?? bundled(source);
  scripts.set(source.href, script);
  script.then(
    (text) => response.set("Cache-Control", "no-cache").type("text/javascript").send(text),
    (error: unknown) => response.status(500).type("text").send(String(error)),
  );
}

async function bundled(source: URL): Promise<string> {
  const entryPoints = [fileURLToPath(source)];
  const built = await build({ entryPoints, bundle: true, write: false, format: "iife" });
  return built.outputFiles.map((file) => file.text).join("");
}
