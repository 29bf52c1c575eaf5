import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sendText } from "../http.ts";
import type { Exchange } from "../http.ts";
import type { State } from "../state.ts";
import { logPage } from "./log-page.ts";
import { phonePage } from "./phone-page.ts";
import { languageOf } from "./texts.ts";

let client: Promise<string> | null = null;

/** The pages for people: the phone, its style and script, and the log. */
export async function handlePages(state: State, exchange: Exchange): Promise<void> {
  const { res, path, query } = exchange;
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("cache-control", "no-store");
  const language = languageOf(query);
  if (path === "/") return sendText(res, logPage(state, language));
  if (path === "/phone") return sendText(res, phonePage(language));
  if (path === "/phone.css") return sendText(res, source("phone.css"), { type: "text/css" });
  if (path === "/phone.js") {
    client ??= phoneScript();
    return sendText(res, await client, { type: "text/javascript" });
  }
  if (path === "/favicon.ico") return sendText(res, "", { status: 204 });
  sendText(res, "Not found", { status: 404 });
}

/** The page's script, put together from client/ on first use. */
async function phoneScript(): Promise<string> {
  const entry = fileURLToPath(new URL("client/phone.ts", import.meta.url));
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm" });
  return built.outputFiles.map((file) => file.text).join("");
}

function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
