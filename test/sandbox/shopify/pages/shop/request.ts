import type { Request, Response } from "express";

export type Language = "de" | "en";

/** One parameter of the query as a text; absent, repeated or nested ones count as absent. */
export function queryText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(/;\s*/)) {
    const [key, value] = pair.split("=");
    if (key === name && value) return decodeURIComponent(value);
  }
  return undefined;
}

/** `?lang=`, then what was chosen before, then what the browser asks for; a choice is remembered. */
export function languageOf(request: Request, response: Response): Language {
  const asked = queryText(request, "lang");
  if (asked) {
    const language = known(asked);
    response.cookie("lang", language, { sameSite: "lax", maxAge: 365 * 24 * 3600 * 1000 });
    return language;
  }
  const accepted = request.headers["accept-language"] ?? "en";
  return known(cookieOf(request, "lang") ?? accepted);
}

function known(tag: string): Language {
  return tag.toLowerCase().startsWith("de") ? "de" : "en";
}
