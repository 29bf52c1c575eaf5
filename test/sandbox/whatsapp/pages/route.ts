import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { issueCode } from "../graph/token-calls.ts";
import { readBytes, sendJson, sendText } from "../http.ts";
import type { Exchange } from "../http.ts";
import { isObject, parseJson, textOrNull } from "../json.ts";
import { dialogPage } from "../signup/dialog-page.ts";
import type { State } from "../state.ts";
import { logPage } from "./log-page.ts";
import { phonePage } from "./phone-page.ts";
import { languageOf } from "./texts.ts";

/** The pages for people: the phone, its style and script, the log, and the signup. */
export async function handlePages(state: State, exchange: Exchange): Promise<void> {
  const { res, path, query } = exchange;
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("cache-control", "no-store");
  const language = languageOf(query);
  if (path === "/") return sendText(res, logPage(state, language));
  if (path === "/phone") return sendText(res, phonePage(language));
  if (path === "/phone.css") return sendText(res, source("phone.css"), { type: "text/css" });
  const script = SCRIPTS[path];
  if (script) return sendText(res, await built(script), { type: "text/javascript" });
  if (path === "/dialog/oauth") {
    res.setHeader("x-frame-options", "DENY"); // Meta's dialog refuses to be framed
    return sendText(res, dialogPage(state, query));
  }
  if (path === "/dialog/oauth/grant") return grantDialog(state, exchange);
  if (path === "/favicon.ico") return sendText(res, "", { status: 204 });
  sendText(res, "Not found", { status: 404 });
}

/** Scripts of the pages: the phone, the signup's dialog, and the SDK that opens it. */
const SCRIPTS: Readonly<Record<string, { entry: string; format: "esm" | "iife" }>> = {
  "/phone.js": { entry: "client/phone.ts", format: "esm" },
  "/dialog.js": { entry: "../signup/client/dialog.ts", format: "esm" },
  "/sdk.js": { entry: "../signup/client/sdk.ts", format: "iife" },
};

const ready = new Map<string, Promise<string>>();

/** A script, put together on first use. */
function built({ entry, format }: { entry: string; format: "esm" | "iife" }): Promise<string> {
  const known = ready.get(entry);
  if (known) return known;
  const path = fileURLToPath(new URL(entry, import.meta.url));
  const made = build({ entryPoints: [path], bundle: true, write: false, format }).then((result) =>
    result.outputFiles.map((file) => file.text).join(""),
  );
  ready.set(entry, made);
  return made;
}

/** The merchant agreed: a code for the account. Only the dialog's own page may ask. */
async function grantDialog(state: State, { req, res }: Exchange): Promise<void> {
  const body = parseJson((await readBytes(req, 1024))?.toString("utf8") ?? "");
  const wabaId = isObject(body) ? textOrNull(body["wabaId"]) : null;
  const isOwn =
    req.headers.origin === undefined || req.headers.origin === `http://${req.headers.host}`;
  if (req.method !== "POST" || !isOwn || wabaId === null || !state.accounts.has(wabaId)) {
    return sendJson(res, 400, { error: "no such account" });
  }
  sendJson(res, 200, { code: issueCode(state, wabaId) });
}

function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
