import { readFileSync } from "node:fs";
import { transform } from "esbuild";
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

async function phoneScript(): Promise<string> {
  return (await transform(source("phone.client.ts"), { loader: "ts", target: "es2022" })).code;
}

function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
