import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Response } from "express";

const scripts = new Map<string, Promise<string>>();

/** Answers with a script of client/, put together at the first request. */
export function sendClientScript(response: Response, name: string): void {
  const script = scripts.get(name) ?? bundled(name);
  scripts.set(name, script);
  script.then(
    (text) => response.set("Cache-Control", "no-cache").type("text/javascript").send(text),
    (error: unknown) => response.status(500).type("text").send(String(error)),
  );
}

async function bundled(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`client/${name}.ts`, import.meta.url));
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: "iife" });
  return built.outputFiles.map((file) => file.text).join("");
}
