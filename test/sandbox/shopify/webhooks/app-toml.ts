import { readFileSync } from "node:fs";
import type { AppProxyConfig } from "../app-proxy/forward.ts";

/** One `[[webhooks.subscriptions]]` of the app's TOML, one topic each. */
export type Subscription = {
  topic: string;
  /** As written: relative to the app's URL, or absolute. */
  uri: string;
  name: string | null;
  includeFields: string[] | null;
};
export type AppConfig = {
  apiVersion: string;
  scopes: string[];
  subscriptions: Subscription[];
  /** `[app_proxy]`; absent: the app has none. */
  appProxy?: AppProxyConfig;
};

/** Reads the app's configuration; null when the project has none yet. */
export function readAppToml(path: string): AppConfig | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  return parseAppToml(text);
}

/**
 * The part of TOML that Shopify's app configuration uses: tables, arrays of tables, strings, booleans
 * and arrays of strings. `filter` is refused: sending what the filter would hold back would be wrong.
 */
export function parseAppToml(text: string): AppConfig {
  const config: AppConfig = { apiVersion: "2026-10", scopes: [], subscriptions: [] };
  for (const table of tablesOf(text)) {
    if (table.name === "webhooks") config.apiVersion = table.text("api_version") ?? "2026-10";
    if (table.name === "access_scopes") config.scopes = splitScopes(table.text("scopes"));
    if (table.name === "app_proxy") config.appProxy = appProxy(table);
    if (table.name === "webhooks.subscriptions") config.subscriptions.push(...subscriptions(table));
  }
  if (config.appProxy && !config.scopes.includes("write_app_proxy")) {
    throw new Error("An app proxy needs the scope write_app_proxy");
  }
  return config;
}

const PREFIXES = ["apps", "a", "community", "tools"];

function appProxy(table: Table): AppProxyConfig {
  const [url, prefix, subpath] = ["url", "prefix", "subpath"].map((key) => table.text(key));
  if (!url || !prefix || !subpath || !PREFIXES.includes(prefix) || !/^[\w-]{1,30}$/.test(subpath)) {
    throw new Error("[app_proxy] needs url, prefix (apps, a, community or tools) and subpath");
  }
  return { url, prefix, subpath };
}

function splitScopes(list: string | undefined): string[] {
  return (list ?? "").split(",").flatMap((scope) => scope.trim() || []);
}

function subscriptions(table: Table): Subscription[] {
  if (table.values.has("filter")) throw new Error("The stand-in does not support webhook filters");
  const topics = [...table.list("topics"), ...table.list("compliance_topics")];
  const uri = table.text("uri");
  if (!uri || topics.length === 0) throw new Error("A webhook subscription needs topics and uri");
  const fields = table.list("include_fields");
  return topics.map((topic) => ({
    topic,
    uri,
    name: table.text("name") ?? null,
    includeFields: fields.length > 0 ? fields : null,
  }));
}

type Table = {
  name: string;
  values: Map<string, string>;
  text(key: string): string | undefined;
  list(key: string): string[];
};

function tablesOf(text: string): Table[] {
  const tables: Table[] = [newTable("")];
  for (const line of logicalLines(text)) {
    const header = /^\[\[?([^\]]+)\]\]?$/.exec(line);
    if (header?.[1]) tables.push(newTable(header[1].trim()));
    const pair = /^([\w.-]+)\s*=\s*(.+)$/.exec(line);
    if (!header && pair?.[1] && pair[2]) tables.at(-1)?.values.set(pair[1], pair[2]);
  }
  return tables;
}

/** Lines without comments, with an array that spans several lines joined into one. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = "";
  for (const raw of text.split("\n")) {
    open = `${open} ${withoutComment(raw)}`.trim();
    const isUnfinishedArray = /=\s*\[/.test(open) && !open.endsWith("]");
    if (isUnfinishedArray) continue;
    if (open) lines.push(open);
    open = "";
  }
  return lines;
}

function withoutComment(line: string): string {
  return line.replace(/^((?:[^"#]|"[^"]*")*)#.*$/, "$1").trim();
}

function newTable(name: string): Table {
  const values = new Map<string, string>();
  const strings = (key: string) =>
    [...(values.get(key) ?? "").matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
  return { name, values, text: (key) => strings(key)[0], list: strings };
}
